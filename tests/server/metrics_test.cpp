#include "server/metrics.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace {

using server::Metrics;

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST(Metrics, count_by_the_values_of_labels) {
  Metrics metrics;
  metrics.http_requests.of({"/cds-services", "200"}).Increment();
  metrics.http_requests.of({"/cds-services", "200"}).Increment();
  metrics.http_requests.of({"-", "404"}).Increment();
  const auto text = metrics.to_text();
  EXPECT_TRUE(has_line(text, R"(cds_http_requests_total{route="/cds-services",status="200"} 2)")) << text;
  EXPECT_TRUE(has_line(text, R"(cds_http_requests_total{route="-",status="404"} 1)"));
}

TEST(Metrics, are_there_with_0_before_anything_has_happened) {
  Metrics metrics;
  const auto text = metrics.to_text();
  EXPECT_TRUE(has_line(text, R"(cds_rejected_total{reason="lag"} 0)"));
  EXPECT_TRUE(has_line(text, R"(cds_feedback_store_errors_total{operation="feedback"} 0)"));
  EXPECT_TRUE(has_line(text, R"(cds_unrecognised_orders_total{reason="text_only"} 0)"));
}

TEST(Metrics, tell_values_apart_whatever_is_in_them) {
  Metrics metrics;
  metrics.decisions.of({"service", "a", "bc"}).Increment();
  metrics.decisions.of({"service", "ab", "c"}).Increment();
  const auto text = metrics.to_text();
  EXPECT_TRUE(has_line(text, R"(cds_decisions_total{cds_service="service",rule="bc",table="a"} 1)"));
  EXPECT_TRUE(has_line(text, R"(cds_decisions_total{cds_service="service",rule="c",table="ab"} 1)"));
}

TEST(Metrics, are_bounded_in_number) {
  Metrics metrics;
  for (int i = 0; i < 3'000; ++i) metrics.silent.of({"service", "reason-" + std::to_string(i)}).Increment();
  const auto text = metrics.to_text();
  EXPECT_TRUE(has_line(text, R"(cds_silent_total{cds_service="service",reason="reason-999"} 1)"));
  EXPECT_TRUE(has_line(text, R"(cds_silent_total{cds_service="other",reason="other"} 2000)"));
}

TEST(Metrics, are_counted_by_many_threads_at_once) {
  Metrics metrics;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread)
      threads.emplace_back([&metrics] {
        for (int i = 0; i < 500; ++i)
          metrics.decisions.of({"service", "table", "rule-" + std::to_string(i % 50)}).Increment();
      });
  }
  const auto text = metrics.to_text();
  for (const auto* rule : {"rule-0", "rule-25", "rule-49"})
    EXPECT_TRUE(has_line(
        text, std::string("cds_decisions_total{cds_service=\"service\",rule=\"") + rule + "\",table=\"table\"} 40"))
        << text;
}

TEST(Metrics, show_one_guideline_at_a_time) {
  Metrics metrics;
  metrics.show_guideline("g", "1", "aa");
  metrics.show_guideline("g", "2", "bb");
  const auto text = metrics.to_text();
  EXPECT_TRUE(has_line(text, R"(cds_guideline_info{id="g",sha256="aa",version="1"} 0)"));
  EXPECT_TRUE(has_line(text, R"(cds_guideline_info{id="g",sha256="bb",version="2"} 1)"));
}

TEST(Metrics, know_the_process) {
  Metrics metrics;
  const auto text = metrics.to_text();
  for (const auto* name : {"process_resident_memory_bytes ", "process_open_fds ", "process_cpu_seconds_total "}) {
    const auto at = text.find(std::string("\n") + name);
    ASSERT_NE(at, std::string::npos) << name;
    EXPECT_GT(std::stod(text.substr(at + std::string(name).size() + 1)), 0) << name;
  }
}

}  // namespace
