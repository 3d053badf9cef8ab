// The same test on each kind of database.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "postgres_server.h"
#include "scratch_folder.h"
#include "server/database.h"
#include "server/feedback_store.h"

namespace server_test {

// Its parameter is the kind of database: "sqlite" or "postgresql". Each test has an empty one.
class OnEachDatabase : public ::testing::TestWithParam<std::string> {
 protected:
  // Its database may be opened several times.
  const std::string& url() const { return url_; }
  std::unique_ptr<server::Database> open(server::StoreLimits limits = {}) const {
    return *server::database_at(url_, limits);
  }

 private:
  static std::string fresh(const ScratchFolder& folder) {
    if (GetParam() == "postgresql") return PostgresServer::running().fresh_schema();
    return "sqlite:" + (folder.path() / "store.db").string();
  }

  ScratchFolder folder_;
  const std::string url_ = fresh(folder_);
};

inline std::string kind_of_database(const ::testing::TestParamInfo<std::string>& info) { return info.param; }

#define ON_EACH_DATABASE(suite) \
  INSTANTIATE_TEST_SUITE_P(on, suite, ::testing::Values("sqlite", "postgresql"), server_test::kind_of_database)

// So many milliseconds after 2026-11-26T00:00Z.
constexpr server::Milliseconds at(std::int64_t milliseconds) {
  using namespace std::chrono;
  return sys_days(year(2026) / November / 26) + std::chrono::milliseconds(milliseconds);
}

inline server::ShownCard shown_card(const std::string& uuid, server::Milliseconds shown = at(0),
                                    const std::string& client = "ehr") {
  return {{uuid, client, "service", "aibl-2017 1.0.0", "dxa-baseline", "DXABASELINE", "warning", "density/none",
           "patient", "orders"},
          shown};
}

inline server::KeptFeedback feedback(const std::string& card, server::CardOutcome outcome,
                                     const std::string& reason = "", server::Milliseconds told = at(1000),
                                     server::Milliseconds received = at(2000)) {
  return {"ehr", {card, outcome, {}, reason.empty() ? "" : "urn:reasons", reason, "", told}, received};
}

inline server::KeptFeedback accepted(const std::string& card) { return feedback(card, server::CardOutcome::accepted); }

inline server::KeptFeedback overridden(const std::string& card, const std::string& reason,
                                       server::Milliseconds received = at(2000)) {
  return feedback(card, server::CardOutcome::overridden, reason, at(1000), received);
}

}  // namespace server_test
