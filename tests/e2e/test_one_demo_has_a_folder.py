"""Two demos on one folder: commands would reach the last one, and believe it the first.

Covers gateway.demo_mode.state.
"""

from tests.e2e.conftest import run_interco


def test_a_second_demo_on_the_folder_is_refused_with_where_the_first_is(demo):
    second = run_interco("demo", "--port", "0", "--state", str(demo.state), check=False)
    assert (second.returncode, second.stdout) == (2, "")
    assert f"{demo.state} ({demo.address})" in second.stderr
    assert "[demo_already_runs]" in second.stderr
    assert "--state" in second.stderr
    assert (demo.state / "port").read_text() == demo.address.rpartition(":")[2]
