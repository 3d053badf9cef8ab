"""The shape of the source tree: what may include what, what lies at the top, how long a file may be.

    python3 tests/layout/layout.py [ROOT]

Prints each problem; the exit status is 0 if there is none.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md",
             "deploy", "fhir", "rules", "server", "tests", "build"}
# Includes run one way: fhir <- rules <- server <- tests.
LAYERS = {"fhir": {"fhir"}, "rules": {"fhir", "rules"}, "server": {"fhir", "rules", "server"}}
# Sockets, keys, logs and the command line belong to the outside world, which is server/.
OUTSIDE_WORLD = re.compile(r"boost/(asio|beast)\b|(openssl|nettle|spdlog|fmt|CLI|SQLiteCpp|pqxx|cjose|prometheus)/|sqlite")
# Reading JSON is done in one place, so that no other can forget a guard.
JSON_PARSING = re.compile(r"simdjson\.h|rapidjson/(?!writer\.h|prettywriter\.h|stringbuffer\.h|rapidjson\.h)")
JSON_READER = re.compile(r"fhir/json[^/]*$|tests/bench/servers/")  # the latter are programs to compare with
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
# g++ 12 makes coroutines of these that cannot be resumed; a capturing lambda loses what it has captured.
MISCOMPILED = re.compile(r"if \([^;{]*\bco_await\b[^;{]*\) (co_return;|co_await )|co_spawn\([^;{]*\[[^\]]+\][^;{]*\) *-> *\w*[Aa]waitable")
SOURCE_FILES = {".cpp", ".h", ".py", ".mjs", ".js", ".css", ".html", ".cmake"}
LINES_AT_MOST = 300
NAMES_THAT_SAY_NOTHING = re.compile(r"manager|helper|util|engine|processor", re.IGNORECASE)
NOT_OURS = {"node_modules", "build", "__pycache__", ".git"}


def problems(root: Path) -> Iterator[str]:
    yield from (f"{path.name}: is not of the top level" for path in sorted(root.iterdir())
                if path.name not in TOP_LEVEL and not path.name.startswith("."))
    for path in sorted(files_below(root)):
        name = path.relative_to(root).as_posix()
        if NAMES_THAT_SAY_NOTHING.search(name):
            yield f"{name}: the name does not say what it is"
        if path.suffix in SOURCE_FILES or path.name == "CMakeLists.txt" or path.suffix == "":
            lines = path.read_text(encoding="utf-8").count("\n")
            if lines > LINES_AT_MOST and path.name != "LICENSE":
                yield f"{name}: {lines} lines, at most {LINES_AT_MOST}"
        if path.suffix in (".cpp", ".h"):
            text = path.read_text(encoding="utf-8")
            yield from include_problems(name, text)
            yield from (f"{name}: g++ 12 miscompiles {found[0]!r}" for found in MISCOMPILED.finditer(text))


def include_problems(name: str, text: str) -> Iterator[str]:
    """What is wrong with the includes of one C++ file; tests of a layer are bound like the layer."""
    layer = name.removeprefix("tests/").split("/")[0]
    for quote, header in INCLUDE.findall(text):
        folder = header.split("/")[0]
        if quote == '"' and folder not in (*LAYERS, "tests") and not name.startswith("tests/"):
            yield f"{name}: '{header}' is not named by its place in the tree"
        if layer in LAYERS and folder in LAYERS and folder not in LAYERS[layer]:
            yield f"{name}: {layer}/ must not know {header}"
        if folder == "tests" and not name.startswith("tests/"):
            yield f"{name}: tests are not part of the product"
        if layer in ("fhir", "rules") and OUTSIDE_WORLD.match(header):
            yield f"{name}: {header} belongs to server/"
        if JSON_PARSING.match(header) and not JSON_READER.match(name):
            yield f"{name}: {header} belongs to fhir/json"


def files_below(root: Path) -> Iterator[Path]:
    for path in root.iterdir():
        if path.name in NOT_OURS or path.is_symlink():
            continue
        if path.is_dir():
            yield from files_below(path)
        else:
            yield path


def main() -> int:
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    found = list(problems(root))
    print("\n".join(found) or "the layout is as it should be")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
