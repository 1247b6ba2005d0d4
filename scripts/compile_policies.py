"""Compile the law to WebAssembly, for the embedded engine: `python -m scripts.compile_policies`.

Rerun after any change under policies/rego; a test compares the result byte for byte.
"""

from deploy.local.compiled_policy import compile_policies
from policies.sources import COMPILED, REGO, source_revision

if __name__ == "__main__":
    compile_policies(REGO, COMPILED)
    print(f"policies/compiled: revision {source_revision(REGO)}")
