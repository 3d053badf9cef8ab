#include "server/report_csv.h"

#include <gtest/gtest.h>

#include "tests/server/report_lines.h"

namespace server {
namespace {

TEST(ReportCsv, HasALineForEach) {
  EXPECT_EQ(
      to_csv({two_cards()[1]}),
      "day,guideline,card,rules,outcome,reason,count\r\n"
      "2026-11-02,aibl-2017 1.0.0,dxa-due,bone-density/none scope/bone-loss-advice,overridden,patient-refuses,4\r\n");
  EXPECT_EQ(to_csv({}), "day,guideline,card,rules,outcome,reason,count\r\n");
}

TEST(ReportCsv, QuotesWhatRfc4180Wants) {
  EXPECT_EQ(csv_field("plain"), "plain");
  EXPECT_EQ(csv_field(""), "");
  EXPECT_EQ(csv_field("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_field("say \"no\""), "\"say \"\"no\"\"\"");
  EXPECT_EQ(csv_field("a\r\nb"), "\"a\r\nb\"");
}

TEST(ReportCsv, DisarmsFormulas) {
  EXPECT_EQ(csv_field("=1+1"), "'=1+1");
  EXPECT_EQ(csv_field("+1"), "'+1");
  EXPECT_EQ(csv_field("-1"), "'-1");
  EXPECT_EQ(csv_field("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(csv_field("\t=1"), "'\t=1");
  EXPECT_EQ(csv_field("\r=1"), "\"'\r=1\"");
  EXPECT_EQ(csv_field("=HYPERLINK(\"x\",\"y\")"), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
  EXPECT_EQ(csv_field("a=1"), "a=1");
}

}  // namespace
}  // namespace server
