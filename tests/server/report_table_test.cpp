#include "server/report_table.h"

#include <gtest/gtest.h>

#include "tests/server/report_lines.h"

namespace server {
namespace {

using Row = std::vector<std::string>;

TEST(ReportTable, OfCards) {
  const auto table = card_table(two_cards());
  EXPECT_EQ(table.columns, (Row{"card", "shown", "accepted", "overridden", "unanswered"}));
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows[0], (Row{"dxa-due", "10", "3 (30 %)", "4 (40 %)", "3 (30 %)"}));
  EXPECT_EQ(table.rows[1], (Row{"nutrition", "4", "0 (0 %)", "3 (75 %)", "1 (25 %)"}));
}

TEST(ReportTable, SharesAreRoundedAndNotOfNothing) {
  const auto rounded = card_table({line("2026-11-02", "a", "shown", 3), line("2026-11-02", "a", "accepted", 2)});
  EXPECT_EQ(rounded.rows[0], (Row{"a", "3", "2 (67 %)", "0 (0 %)", "1 (33 %)"}));
  const auto unknown = card_table({line("2026-11-02", "", "accepted", 2)});
  EXPECT_EQ(unknown.rows[0], (Row{"(not known)", "0", "2", "0", "0"}));
}

TEST(ReportTable, OfRules) {
  const auto table = rule_table(two_cards());
  EXPECT_EQ(table.names, 2U);
  ASSERT_EQ(table.rows.size(), 3U);
  EXPECT_EQ(table.rows[1], (Row{"dxa-due", "scope/bone-loss-advice", "10", "3 (30 %)", "4 (40 %)", "3 (30 %)"}));
}

TEST(ReportTable, OfReasonsHasOnlyCardsThatWereOverridden) {
  auto lines = two_cards();
  lines.push_back(line("2026-11-04", "therapy", "shown", 4));
  const auto table = reason_table(lines);
  EXPECT_EQ(table.columns, (Row{"card", "patient-refuses", "will-monitor", "(none told)"}));
  EXPECT_EQ(table.rows, (std::vector<Row>{{"dxa-due", "4", "0", "0"}, {"nutrition", "0", "2", "1"}}));
}

TEST(ReportTable, OfPeriods) {
  const auto by_day = period_table(timeline_of(two_cards()));
  EXPECT_EQ(by_day.columns[0], "day");
  EXPECT_EQ(by_day.rows[1], (Row{"2026-11-03", "0", "0", "0", "0"}));
  const auto by_week =
      period_table(timeline_of({line("2026-01-01", "a", "shown", 1), line("2026-11-02", "a", "shown", 1)}));
  EXPECT_EQ(by_week.columns[0], "week of");
}

TEST(ReportTable, IsAlignedOnATerminal) {
  const ReportTable table{"Cards", {"card", "shown"}, 1, {{"a", "5"}, {"dxa-due", "1000"}, {"ängstlich", "1"}}};
  EXPECT_EQ(to_text(table),
            "Cards\n"
            "card       shown\n"
            "a              5\n"
            "dxa-due     1000\n"
            "ängstlich      1\n");
}

TEST(ReportTable, WithoutRowsShowsItsColumns) {
  EXPECT_EQ(to_text({"Cards", {"card", "shown"}, 1, {}}), "Cards\ncard  shown\n");
}

TEST(ReportTable, ShowsNoControlCharacters) {
  for (const std::string hostile : {"a\x1b[31mb", "a\nb", "a\rb", "a\tb",
                                    "a\x7f"
                                    "b",
                                    "a\xc2\x9b"
                                    "31mb",
                                    "a\xc2"}) {
    const auto text = to_text({"Cards", {"card"}, 1, {{hostile}}});
    EXPECT_NE(text.find("a?"), std::string::npos) << text;
    EXPECT_EQ(text.find_first_of("\x1b\r\t\x7f"), std::string::npos) << text;
    EXPECT_EQ(text.find("\xc2\x9b"), std::string::npos);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);
  }
}

TEST(ReportTable, CutsLongCellsBetweenCharacters) {
  std::string wide;
  for (std::size_t i = 0; i < widest_cell; ++i) wide += "ä";
  EXPECT_EQ(to_text({"Cards", {"card"}, 1, {{wide}}}), "Cards\ncard\n" + wide + "\n");
  EXPECT_EQ(to_text({"Cards", {"card"}, 1, {{wide + "ä"}}}), "Cards\ncard\n" + wide + "...\n");
}

}  // namespace
}  // namespace server
