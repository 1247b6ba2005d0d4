"""The steps of the Dockerfile are read as Docker reads them.

Covers deploy.image_steps.
"""

from deploy.image_steps import PROJECT, steps


def test_lines_that_go_on_are_one_step_and_remarks_are_none():
    read = list(
        steps("# a\nFROM x AS y\nRUN one \\\n # no remark within\n && two\nENV A=1 \\\n  B=2\n")
    )
    assert read[0] == ("FROM", "x AS y")
    assert read[-1] == ("ENV", "A=1 B=2")


def test_each_step_of_ours_is_one_that_is_run_or_only_told():
    names = {name for name, _ in steps((PROJECT / "deploy" / "Dockerfile").read_text("utf-8"))}
    told = {"ARG", "FROM", "LABEL", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "STOPSIGNAL"}
    assert names - told - {"ENTRYPOINT", "CMD"} == {"ENV", "WORKDIR", "COPY", "RUN"}
