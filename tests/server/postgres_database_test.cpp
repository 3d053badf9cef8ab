#include "server/postgres_database.h"

#include <gtest/gtest.h>

#include "postgres_server.h"
#include "server/feedback_store.h"
#include "server/postgres_url.h"
#include "store_databases.h"

namespace {

using namespace std::chrono_literals;
using fhir::IssueType;
using server::PostgresDatabase;
using server_test::accepted;

class PostgresDatabaseTest : public ::testing::Test {
 protected:
  std::unique_ptr<PostgresDatabase> open(server::StoreLimits limits = {}) {
    return std::make_unique<PostgresDatabase>(*server::postgres_settings(url_, limits), limits,
                                              [this] { return now_; });
  }
  fhir::Result<std::size_t> keep(const std::string& card) {
    const auto item = accepted(card);
    return store_.keep(std::span(&item, 1));
  }
  std::string name() const { return url_.substr(url_.find("@/") + 2, url_.find('?') - url_.find("@/") - 2); }
  void kill_connections() {
    postgres_.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name() + "'");
  }

  server_test::PostgresServer& postgres_ = server_test::PostgresServer::running();
  const std::string url_ = postgres_.fresh_database();
  server::SteadyTime now_ = std::chrono::steady_clock::now();
  server::FeedbackStore store_{open()};
};

TEST_F(PostgresDatabaseTest, goes_on_when_the_server_was_stopped_and_started) {
  ASSERT_TRUE(keep("a"));
  postgres_.stop();
  now_ += 2s;
  const auto refused = keep("b");
  const auto again = keep("b");
  postgres_.start();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, IssueType::transient);
  EXPECT_EQ(again.error().diagnostics, "the database cannot be reached, or refuses our login");
  now_ += 2s;
  EXPECT_EQ(*keep("b"), 1U);
  EXPECT_EQ(*keep("a"), 0U);
}

TEST_F(PostgresDatabaseTest, does_not_notice_a_restart_while_nothing_was_asked) {
  ASSERT_TRUE(keep("a"));
  postgres_.stop();
  postgres_.start();
  now_ += 2s;
  EXPECT_EQ(*keep("b"), 1U);
}

TEST_F(PostgresDatabaseTest, connects_once_in_a_pause) {
  ASSERT_TRUE(keep("a"));
  kill_connections();
  EXPECT_FALSE(keep("b"));  // the first connection was made at this very time
  now_ += 999ms;
  EXPECT_FALSE(keep("b"));
  now_ += 1ms;
  EXPECT_TRUE(keep("b"));
}

TEST_F(PostgresDatabaseTest, loses_a_transaction_with_its_connection) {
  const auto database = open();
  ASSERT_TRUE(database->run("CREATE TABLE t (a TEXT)"));
  ASSERT_TRUE(database->begin());
  ASSERT_TRUE(database->run("INSERT INTO t (a) VALUES ('x')"));
  kill_connections();
  now_ += 2s;
  EXPECT_EQ(database->run("INSERT INTO t (a) VALUES ('y')").error().code, IssueType::transient);
  EXPECT_FALSE(database->run("INSERT INTO t (a) VALUES ('z')"));
  EXPECT_FALSE(database->commit());
  database->roll_back();
  EXPECT_EQ(database->run("SELECT COUNT(*) FROM t")->front().front(), "0");
  EXPECT_EQ(*database->connect(), 2U);
}

TEST_F(PostgresDatabaseTest, tells_a_commit_that_was_cut_off) {
  const auto database = open();
  ASSERT_TRUE(database->begin());
  kill_connections();
  EXPECT_EQ(database->commit().error().code, IssueType::transient);
  database->roll_back();
}

TEST_F(PostgresDatabaseTest, says_that_the_database_is_read_only_until_it_is_not) {
  ASSERT_TRUE(keep("a"));
  postgres_.execute("ALTER DATABASE " + name() + " SET default_transaction_read_only = on");
  kill_connections();
  now_ += 2s;
  const auto refused = keep("b");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, IssueType::transient);
  EXPECT_EQ(refused.error().diagnostics, "the database is read-only");
  postgres_.execute("ALTER DATABASE " + name() + " SET default_transaction_read_only = off");
  now_ += 2s;
  EXPECT_TRUE(keep("b"));
}

TEST_F(PostgresDatabaseTest, says_that_its_user_may_not_write) {
  ASSERT_TRUE(keep("a"));
  postgres_.execute(
      "CREATE ROLE reader LOGIN; "
      "GRANT pg_read_all_data TO reader");
  auto url = url_;
  url.replace(url.find("postgres@"), 8, "reader");
  server::FeedbackStore mine(*server::database_at(url));
  EXPECT_EQ(mine.probe().error().code, IssueType::exception);
  EXPECT_EQ(mine.probe().error().code, IssueType::transient);  // it is not asked again at once
}

TEST_F(PostgresDatabaseTest, says_that_it_took_too_long) {
  const auto database = open({.statement = 20ms});
  const auto refused = database->run("SELECT pg_sleep(60)");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, IssueType::transient);
  EXPECT_EQ(refused.error().diagnostics, "the database took too long");
  EXPECT_TRUE(database->run("SELECT 1"));
}

TEST_F(PostgresDatabaseTest, waits_for_no_lock_for_ever) {
  const auto one = open();
  const auto other = open({.statement = 20ms});
  ASSERT_TRUE(one->begin_alone());
  EXPECT_EQ(other->begin_alone().error().code, IssueType::transient);
  one->roll_back();
  EXPECT_TRUE(open()->begin_alone());
}

TEST_F(PostgresDatabaseTest, refuses_a_text_that_is_none_and_keeps_nothing_of_its_batch) {
  const std::vector<server::KeptFeedback> batch = {accepted("a"), accepted("\xFF")};
  const auto refused = store_.keep(batch);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, IssueType::invalid);
  EXPECT_EQ(refused.error().diagnostics, "the database does not accept a value");
  EXPECT_EQ(*keep("a"), 1U);
}

TEST_F(PostgresDatabaseTest, is_careful_where_the_server_is_not) {
  postgres_.execute("ALTER DATABASE " + name() + " SET synchronous_commit = off");
  EXPECT_EQ(open()->run("SHOW synchronous_commit")->front().front(), "on");
  postgres_.execute("ALTER DATABASE " + name() + " SET synchronous_commit = remote_apply");
  EXPECT_EQ(open()->run("SHOW synchronous_commit")->front().front(), "remote_apply");
}

TEST_F(PostgresDatabaseTest, tells_nothing_of_a_server_that_is_not_there) {
  const auto database = *server::database_at("postgresql://nobody@/secret?host=/nowhere");
  const auto refused = database->run("SELECT 1");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, IssueType::transient);
  EXPECT_EQ(refused.error().diagnostics, "the database cannot be reached, or refuses our login");
}

TEST_F(PostgresDatabaseTest, says_that_there_is_no_such_database_only_in_general) {
  EXPECT_EQ((*server::database_at(postgres_.url_of("nowhere")))->run("SELECT 1").error().code, IssueType::transient);
}

bool has(const std::string& url, const std::string& setting) {
  return server::postgres_settings(url)->find(setting) != std::string::npos;
}

TEST(PostgresUrl, asks_servers_in_the_network_for_their_certificate) {
  EXPECT_TRUE(has("postgresql://db.example.org/bones", "sslmode='verify-full'"));
  EXPECT_TRUE(has("postgresql://localhost,db/bones", "sslmode='verify-full'"));
  EXPECT_TRUE(has("postgresql:///bones?hostaddr=192.0.2.1", "sslmode='verify-full'"));
  EXPECT_FALSE(has("postgresql://localhost/bones", "verify-full"));
  EXPECT_FALSE(has("postgresql:///bones?host=/run/postgresql", "verify-full"));
  EXPECT_TRUE(has("postgresql://db/bones?sslmode=disable", "sslmode='disable'"));
}

TEST(PostgresUrl, bounds_all_times_and_quotes_what_it_passes_on) {
  EXPECT_TRUE(has("postgresql://h/b?connect_timeout=1000", "connect_timeout='3'"));
  EXPECT_TRUE(
      has("postgresql://h/b?options=-c%20work_mem%3D64kB", "options='-c work_mem=64kB -c statement_timeout=5000"));
  EXPECT_TRUE(has("postgresql://h/it's%5C", R"(dbname='it\'s\\')"));
}

}  // namespace
