#include "server/report.h"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/server/report_lines.h"
#include "tests/server/scratch_folder.h"

namespace server {
namespace {

constexpr Milliseconds second_of_november =
    std::chrono::sys_days(fhir::Day(std::chrono::year(2026), std::chrono::November, std::chrono::day(2)));

// A store with a card that was shown on 2 November at noon, and overridden.
class Report : public ::testing::Test {
 protected:
  Report() {
    command_.store = "sqlite:" + (folder_.path() / "feedback.db").string();
    auto database = database_at(command_.store);
    FeedbackStore store(std::move(*database));
    const std::vector<ShownCard> cards{{{"1", "ehr", "service", "aibl-2017 1.0.0", "dxa-due", "DXA", "warning",
                                         "bone-density/none", "patient", "orders"},
                                        second_of_november + half_a_day}};
    EXPECT_TRUE(store.keep(cards));
    FeedbackItem item;
    item.card = "1";
    item.outcome = CardOutcome::overridden;
    item.reason_code = "will-monitor";
    const std::vector<KeptFeedback> items{{"ehr", item, second_of_november + half_a_day}};
    EXPECT_TRUE(store.keep(items));
  }

  int run() { return report(command_, out_, err_); }

  static constexpr std::chrono::hours half_a_day{12};
  server_test::ScratchFolder folder_;
  ReportCommand command_;
  std::ostringstream out_, err_;
};

TEST_F(Report, IsOfTheStore) {
  command_.format = ReportFormat::csv;
  EXPECT_EQ(run(), 0) << err_.str();
  EXPECT_EQ(out_.str(),
            "day,guideline,card,rules,outcome,reason,count\r\n"
            "2026-11-02,aibl-2017 1.0.0,dxa-due,bone-density/none,overridden,will-monitor,1\r\n"
            "2026-11-02,aibl-2017 1.0.0,dxa-due,bone-density/none,shown,,1\r\n");
}

TEST_F(Report, HasBothItsFirstAndItsLastDay) {
  command_.from = command_.until =
      fhir::Day(std::chrono::sys_days(std::chrono::floor<std::chrono::days>(second_of_november)));
  EXPECT_EQ(run(), 0) << err_.str();
  EXPECT_NE(out_.str().find("dxa-due"), std::string::npos);
}

TEST_F(Report, HasNoOtherDays) {
  command_.until = fhir::Day(std::chrono::year(2026), std::chrono::November, std::chrono::day(1));
  EXPECT_EQ(run(), 0) << err_.str();
  EXPECT_EQ(out_.str(), "No cards were shown.\n");
}

TEST_F(Report, OfDaysInTheWrongOrderIsRefused) {
  std::swap(command_.from, command_.until);
  EXPECT_EQ(run(), 1);
  EXPECT_EQ(err_.str(), "bone-health-cds: the report's last day is before its first\n");
  EXPECT_EQ(out_.str(), "");
}

TEST_F(Report, OfNoFileIsRefusedAndMakesNone) {
  const auto file = folder_.path() / "nothing.db";
  command_.store = "sqlite:" + file.string();
  EXPECT_EQ(run(), 1);
  EXPECT_EQ(err_.str(), "bone-health-cds: the store's file is not there\n");
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(Report, OfNoStoreIsRefused) {
  command_.store = "mysql:x";
  EXPECT_EQ(run(), 1);
  EXPECT_NE(err_.str(), "");
}

TEST(ReportText, HasEveryTable) {
  const auto text = report_text(two_cards(), ReportFormat::text);
  for (const auto* title : {"What became of each card\n", "\nWhat became of the cards of each rule\n",
                            "\nWhy cards were overridden\n", "\nDay by day\n"})
    EXPECT_NE(text.find(title), std::string::npos) << title;
}

TEST(ReportText, LeavesOutATableWithoutRows) {
  EXPECT_EQ(report_text({line("2026-11-02", "a", "shown", 1)}, ReportFormat::text).find("Why"), std::string::npos);
}

TEST(ReportText, IsAPage) { EXPECT_TRUE(report_text({}, ReportFormat::html).starts_with("<!doctype html>")); }

}  // namespace
}  // namespace server
