#include "server/evaluate.h"

#include <gtest/gtest.h>

#include <chrono>
#include <sstream>

#include "knowledge.h"
#include "parsed.h"
#include "scratch_folder.h"
#include "server/guideline_files.h"

namespace {

using namespace std::chrono_literals;
using server_test::Parsed;
using server_test::ScratchFolder;

struct Evaluated {
  int status;
  std::string out;
  std::string err;
};

Evaluated evaluate(std::vector<std::filesystem::path> files, const char* profile = "aibl-2017") {
  server::EvaluateCommand command;
  command.guideline = server_test::shipped(profile);
  command.guideline.as_of = 2026y / 6 / 15;
  command.files = std::move(files);
  std::ostringstream out;
  std::ostringstream err;
  const int status = server::evaluate(command, out, err);
  return {status, out.str(), err.str()};
}

std::string sample() { return server::read_file(SAMPLE_REQUEST).value_or(""); }

TEST(Evaluate, answers_a_call_out_of_a_file) {
  const ScratchFolder folder;
  const auto answer = evaluate({folder.write("call.json", sample())});
  EXPECT_EQ(answer.status, 0) << answer.out << answer.err;
  const Parsed body(answer.out);
  EXPECT_GT(body["cards"].size(), 0U);
  EXPECT_EQ(answer.out.back(), '\n');
}

TEST(Evaluate, writes_one_line_a_file_and_fails_if_one_was_refused) {
  const ScratchFolder folder;
  const auto good = folder.write("good.json", sample());
  const auto answer = evaluate({folder.write("bad.json", "{}"), good});
  EXPECT_EQ(answer.status, 1);
  const auto end_of_first = answer.out.find('\n');
  const Parsed refused(answer.out.substr(0, end_of_first));
  EXPECT_EQ(refused["resourceType"].text(), "OperationOutcome");
  EXPECT_EQ(answer.out.substr(end_of_first + 1), evaluate({good}).out);
}

TEST(Evaluate, answers_a_call_of_each_hook) {
  const ScratchFolder folder;
  const auto view = folder.write("view.json", R"({"hook": "patient-view", "hookInstance": "1",
      "context": {"userId": "Practitioner/1", "patientId": "p"}, "prefetch": {"medications": null}})");
  const auto select = folder.write("select.json", R"({"hook": "order-select", "hookInstance": "1",
      "context": {"patientId": "p", "selections": [], "draftOrders": {}}})");
  const auto answer = evaluate({view, select});
  EXPECT_EQ(answer.status, 0) << answer.out;
  EXPECT_EQ(answer.out, "{\"cards\":[]}\n{\"cards\":[]}\n");
}

TEST(Evaluate, says_which_file_cannot_be_read) {
  const auto answer = evaluate({"no/such/file.json"});
  EXPECT_EQ(answer.status, 1);
  EXPECT_EQ(answer.out, "");
  EXPECT_NE(answer.err.find("no/such/file.json cannot be read"), std::string::npos);
}

TEST(Evaluate, says_what_is_wrong_with_the_guideline) {
  const auto answer = evaluate({"file.json"}, "no-such-profile");
  EXPECT_EQ(answer.status, 1);
  EXPECT_NE(answer.err.find("no-such-profile"), std::string::npos);
}

}  // namespace
