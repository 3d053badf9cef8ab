#include "server/audit.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "server/guideline_files.h"
#include "tests/server/parsed.h"
#include "tests/server/scratch_folder.h"

namespace {

using server::AuditEntry;
using server_test::Parsed;

class Audit : public ::testing::Test {
 protected:
  ~Audit() override { server::start_audit("none"); }

  std::string written(const AuditEntry& entry) {
    EXPECT_TRUE(server::start_audit(file_));
    server::HttpRequest call;
    call.request_id = "r1";
    call.client_name = "https://ehr.example.org";
    server::audit(call, entry);
    return server::read_file(file_).value_or("");
  }

  server_test::ScratchFolder folder_;
  std::string file_ = folder_.path() / "audit.log";
};

TEST_F(Audit, tells_who_asked_what_was_looked_at_and_what_came_of_it) {
  AuditEntry entry{"advice", "bone", "patient-hash", "user-hash"};
  entry.hook_instance = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea";
  entry.data = {"conditions", "labs"};
  entry.rules = {"therapy/indicated"};
  entry.cards = {"indicated"};
  entry.outcome = "answered";
  const std::string text = written(entry);
  EXPECT_EQ(text.find('\n'), text.size() - 1);
  const Parsed line(text);
  EXPECT_EQ(line.json()["stream"].text(), "audit");
  EXPECT_EQ(line.json()["client"].text(), "https://ehr.example.org");
  EXPECT_EQ(line.json()["hook_instance"].text(), "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea");
  EXPECT_EQ(line.json()["patient"].text(), "patient-hash");
  EXPECT_EQ(line.json()["user"].text(), "user-hash");
  EXPECT_EQ(line.json()["data"].size(), 2U);
  EXPECT_EQ(line.json()["outcome"].text(), "answered");
  EXPECT_FALSE(line.json()["withheld"].exists());
}

TEST_F(Audit, leaves_out_an_instance_that_a_client_could_have_put_a_name_into) {
  AuditEntry entry{"advice", "bone", "", ""};
  for (const auto* instance :
       {"Jane Doe", "d1577c69-dfbe-44ad-ba6d-3e05e953b2e", "d1577c69-dfbe-44ad-ba6d-3e05e953b2eg"}) {
    entry.hook_instance = instance;
    EXPECT_EQ(written(entry).find("hook_instance"), std::string::npos) << instance;
  }
}

TEST_F(Audit, goes_on_behind_what_is_there) {
  const AuditEntry entry{"feedback", "bone", "", ""};
  const auto once = written(entry).size();
  EXPECT_EQ(written(entry).size(), 2 * once);
}

TEST_F(Audit, is_no_file_for_everybody) {
  written({"feedback", "bone", "", ""});
  struct stat state {};
  ASSERT_EQ(::stat(file_.c_str(), &state), 0);
  EXPECT_EQ(state.st_mode & 0007U, 0U);
}

TEST_F(Audit, is_refused_where_it_cannot_be_written) {
  EXPECT_FALSE(server::start_audit((folder_.path() / "nowhere/").string()));
}

}  // namespace
