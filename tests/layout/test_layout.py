"""The source tree has its shape, and the check of it finds each way of losing it."""

import tempfile
import unittest
from pathlib import Path

from layout import problems

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "README.md": "", "LICENSE": "x\n" * 400, ".ci/run": "", "build/release/x.cpp": '#include "nowhere.h"\n',
    "fhir/date.h": "#include <chrono>\n", "fhir/json_document.cpp": "#include <rapidjson/reader.h>\n",
    "rules/fact.h": '#include "fhir/date.h"\n#include "rules/advice.h"\n',
    "server/card.cpp": '#include "rules/advice.h"\n#include <boost/beast/core.hpp>\n#include <rapidjson/writer.h>\n',
    "tests/rules/fact_test.cpp": '#include "rules/fact.h"\n#include "tests/rules/record.h"\n#include <gtest/gtest.h>\n',
    "tests/server/card_test.cpp": '#include "server/card.h"\n#include <boost/asio.hpp>\n',
}
BAD = {
    "fhir knows rules": ("fhir/date.cpp", '#include "rules/fact.h"\n'),
    "rules knows server": ("rules/fact.cpp", '#  include "server/card.h"\n'),
    "a test reaches above its layer": ("tests/fhir/date_test.cpp", '#include "server/card.h"\n'),
    "a test of fhir knows rules": ("tests/fhir/date_test.cpp", '#include "rules/fact.h"\n'),
    "the product knows tests": ("server/card.h", '#include "tests/server/card.h"\n'),
    "sockets in fhir": ("fhir/date.cpp", "#include <boost/asio.hpp>\n"),
    "HTTP in rules": ("rules/fact.cpp", "#include <boost/beast/http.hpp>\n"),
    "keys in rules": ("rules/fact.cpp", "#include <openssl/evp.h>\n"),
    "a log in fhir": ("fhir/date.cpp", "#include <spdlog/spdlog.h>\n"),
    "JSON parsed in fhir, but not in json": ("fhir/bundle.cpp", "#include <rapidjson/reader.h>\n"),
    "JSON parsed in rules": ("rules/guideline.cpp", "#include <rapidjson/document.h>\n"),
    "JSON parsed in server": ("server/card.cpp", "#include <rapidjson/document.h>\n"),
    "an include without a folder": ("server/card.cpp", '#include "card.h"\n'),
    "a coroutine that cannot be resumed": ("server/a.cpp", "if (!co_await b()) co_return;\n"),
    "another": ("server/a.cpp", "if (co_await b(c)) co_await d();\n"),
    "a long source": ("fhir/date.cpp", "\n" * 301),
    "a long script": ("tests/run", "\n" * 301),
    "another thing at the top": ("docs/plan.md", ""),
    "a name that says nothing": ("server/string_util.h", ""),
}


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


class Layout(unittest.TestCase):

    def test_the_tree(self) -> None:
        self.assertEqual(list(problems(ROOT)), [])

    def test_each_problem_is_found(self) -> None:
        for what, (name, text) in ({"nothing": ("fhir/json.h", "")} | BAD).items():
            with self.subTest(what), tempfile.TemporaryDirectory() as directory:
                root = Path(directory)
                for good_name, good_text in GOOD.items():
                    write(root, good_name, good_text)
                write(root, name, text)
                found = list(problems(root))
                self.assertEqual(len(found), 0 if what == "nothing" else 1, found)


if __name__ == "__main__":
    unittest.main()
