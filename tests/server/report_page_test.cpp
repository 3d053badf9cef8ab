#include "server/report_page.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "fhir/json.h"
#include "server/report_chart_data.h"
#include "tests/server/report_lines.h"

namespace server {
namespace {

// What stands in the page's element for data, parsed.
class ChartData : public ::testing::Test {
 protected:
  fhir::Json of(const std::vector<OutcomeCount>& lines) {
    text_ = chart_data(lines);
    const auto parsed = document_.parse(text_);
    EXPECT_TRUE(parsed);
    return parsed ? *parsed : fhir::Json();
  }

 private:
  std::string text_;
  fhir::JsonDocument document_;
};

std::vector<double> numbers(fhir::Json array) {
  std::vector<double> found;
  for (const auto element : array.elements()) found.push_back(element.number().value_or(-1));
  return found;
}

fhir::Json series(fhir::Json chart, std::string_view name) {
  for (const auto one : chart["series"].elements())
    if (one["name"].text() == name) return one["values"];
  return {};
}

std::size_t times(std::string_view text, std::string_view what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

TEST_F(ChartData, HasAllThreeCharts) {
  const auto data = of(two_cards());
  EXPECT_EQ(data["cards"]["labels"].size(), 2U);
  EXPECT_EQ(numbers(series(data["cards"], "accepted")), (std::vector<double>{3, 0}));
  EXPECT_EQ(numbers(series(data["cards"], "overridden")), (std::vector<double>{4, 3}));
  EXPECT_EQ(numbers(series(data["cards"], "unanswered")), (std::vector<double>{3, 1}));
  EXPECT_EQ(numbers(series(data["reasons"], "will-monitor")), (std::vector<double>{0, 2}));
  EXPECT_EQ(numbers(series(data["reasons"], "(none told)")), (std::vector<double>{0, 1}));
  EXPECT_EQ(data["periods"]["labels"].size(), 3U);
  EXPECT_EQ(numbers(series(data["periods"], "shown")), (std::vector<double>{10, 0, 4}));
}

TEST_F(ChartData, OfNothingIsEmpty) {
  const auto data = of({});
  for (const auto* chart : {"cards", "reasons", "periods"}) EXPECT_EQ(data[chart]["labels"].size(), 0U) << chart;
}

TEST_F(ChartData, KeepsHostileTextInItsString) {
  const std::string hostile = "</script><script>alert(1)</script><!--\"\\";
  const auto lines = std::vector{line("2026-11-02", "a", "overridden", 1, hostile)};
  EXPECT_EQ(chart_data(lines).find('<'), std::string::npos);
  EXPECT_EQ((*of(lines)["reasons"]["series"].elements().begin())["name"].text(), hostile);
}

TEST(ReportPage, IsFilled) {
  const auto page = report_page(two_cards());
  EXPECT_NE(page.find("14 cards were shown from 2026-11-02 to 2026-11-04, by aibl-2017 1.0.0."), std::string::npos);
  EXPECT_EQ(times(page, "<table>"), 4U);
  EXPECT_EQ(times(page, "data-chart=\""), 3U);
  EXPECT_NE(page.find("<td>3 (30 %)</td>"), std::string::npos);
  const auto library = page.find(chart_library());
  ASSERT_NE(library, std::string::npos);
  EXPECT_EQ(page.substr(0, library).find("{{"), std::string::npos);
}

TEST(ReportPage, OfNothingSaysSo) { EXPECT_NE(report_page({}).find("No cards were shown."), std::string::npos); }

TEST(ReportPage, LoadsNothing) {
  const auto page = report_page(two_cards());
  EXPECT_NE(page.find("default-src 'none'"), std::string::npos);
  for (const auto* element : {"<link", "<img", "<iframe", " src=", "@import", "url("}) {
    const auto library = page.find(chart_library());
    EXPECT_EQ(page.substr(0, library).find(element), std::string::npos) << element;
    EXPECT_EQ(page.substr(library + chart_library().size()).find(element), std::string::npos) << element;
  }
}

TEST(ReportPage, ShowsHostileTextAsText) {
  const std::string hostile = "<img src=x onerror=alert(1)>{{library}}</script>";
  const auto page = report_page({line("2026-11-02", hostile, "shown", 1, "", hostile),
                                 line("2026-11-02", hostile, "overridden", 1, hostile, hostile)});
  EXPECT_EQ(page.find("<img"), std::string::npos);
  EXPECT_EQ(times(page, "</script>"), 3U);
  EXPECT_EQ(times(page, chart_library()), 1U);
  EXPECT_NE(page.find("&lt;img src=x onerror=alert(1)&gt;{{library}}&lt;/script&gt;"), std::string::npos);
}

TEST(ReportPage, NamesNoMoreReasonsThanThereAreColours) {
  std::vector<OutcomeCount> lines;
  for (int i = 0; i < 100; ++i) lines.push_back(line("2026-11-02", "a", "overridden", 1, "x" + std::to_string(i)));
  EXPECT_EQ(times(report_page(lines), "\"name\":\"x"), most_reasons);
}

TEST(ReportPage, TablesMarkTheirHeaders) {
  EXPECT_EQ(to_html({"Cards & <more>", {"card", "shown"}, 1, {{"a<b", "5"}}}),
            "<table>\n<caption>Cards &amp; &lt;more&gt;</caption>\n"
            "<thead><tr><th scope=\"col\" class=\"name\">card</th><th scope=\"col\">shown</th></tr></thead>\n<tbody>\n"
            "<tr><th scope=\"row\">a&lt;b</th><td>5</td></tr>\n</tbody>\n</table>");
}

TEST(ReportPage, HasTheLibraryAsItIs) {
  std::ifstream file(CHART_LIBRARY);
  ASSERT_TRUE(file);
  EXPECT_EQ(chart_library(), std::string(std::istreambuf_iterator<char>(file), {}));
}

}  // namespace
}  // namespace server
