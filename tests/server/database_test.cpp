#include "server/database.h"

#include <gtest/gtest.h>

#include "store_databases.h"

namespace {

using server::SqlRow;
using server::SqlValue;
using server_test::at;

class DatabaseTest : public server_test::OnEachDatabase {
 protected:
  void SetUp() override { ASSERT_TRUE(database_->run("CREATE TABLE t (name TEXT PRIMARY KEY, number BIGINT)")); }
  void insert(const std::string& name, std::int64_t number) {
    const SqlValue values[] = {name, number};
    ASSERT_TRUE(database_->run("INSERT INTO t (name, number) VALUES ($1, $2)", values));
  }
  std::vector<SqlRow> rows() { return *open()->run("SELECT name, number FROM t ORDER BY number"); }

  std::unique_ptr<server::Database> database_ = open();
};
ON_EACH_DATABASE(DatabaseTest);

TEST_P(DatabaseTest, holds_what_was_put_in) {
  insert("O'Hara \xF0\x9F\xA6\xB4", -9'007'199'254'740'993);
  EXPECT_EQ(rows(), (std::vector<SqlRow>{{"O'Hara \xF0\x9F\xA6\xB4", "-9007199254740993"}}));
}

TEST_P(DatabaseTest, takes_a_parameter_more_than_once_and_in_any_order) {
  insert("a", 1);
  const SqlValue values[] = {std::int64_t{1}, std::string("a")};
  const auto found = database_->run("SELECT number FROM t WHERE name = $2 AND number = $1 AND number >= $1", values);
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, (std::vector<SqlRow>{{"1"}}));
}

TEST_P(DatabaseTest, shows_others_a_transaction_when_it_is_committed) {
  ASSERT_TRUE(database_->begin());
  insert("a", 1);
  insert("b", 2);
  EXPECT_EQ(rows().size(), 0U);
  ASSERT_TRUE(database_->commit());
  EXPECT_EQ(rows().size(), 2U);
}

TEST_P(DatabaseTest, undoes_a_transaction) {
  ASSERT_TRUE(database_->begin());
  insert("a", 1);
  database_->roll_back();
  EXPECT_EQ(rows().size(), 0U);
  insert("b", 2);
  EXPECT_EQ(rows().size(), 1U);
}

TEST_P(DatabaseTest, commits_nothing_once_a_statement_has_failed) {
  insert("a", 1);
  ASSERT_TRUE(database_->begin());
  insert("b", 2);
  const SqlValue again[] = {std::string("a"), std::int64_t{3}};
  const auto refused = database_->run("INSERT INTO t (name, number) VALUES ($1, $2)", again);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, fhir::IssueType::invalid);
  EXPECT_EQ(refused.error().diagnostics, "the database does not accept a value");
  EXPECT_FALSE(database_->run("SELECT 1"));
  EXPECT_FALSE(database_->commit());
  database_->roll_back();
  EXPECT_EQ(rows().size(), 1U);
  insert("c", 3);
  EXPECT_EQ(rows().size(), 2U);
}

TEST_P(DatabaseTest, refuses_a_statement_that_is_none) {
  const auto refused = database_->run("SELECT secret FROM nowhere");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, fhir::IssueType::exception);
  EXPECT_EQ(refused.error().diagnostics, "the database refuses a statement");
}

TEST_P(DatabaseTest, knows_its_tables) {
  EXPECT_TRUE(*database_->has_table("t"));
  EXPECT_FALSE(*database_->has_table("u"));
}

TEST_P(DatabaseTest, numbers_its_connections) {
  EXPECT_EQ(*database_->connect(), 1U);
  EXPECT_EQ(*database_->connect(), 1U);
}

TEST_P(DatabaseTest, keeps_no_more_prepared_statements_than_it_may) {
  const auto small = open({.prepared_statements = 2});
  for (int number = 0; number < 10; ++number)
    EXPECT_EQ(small->run("SELECT " + std::to_string(number))->front().front(), std::to_string(number));
}

TEST(DatabaseAt, knows_two_kinds) {
  EXPECT_TRUE(server::database_at("sqlite::memory:"));
  EXPECT_TRUE(server::database_at("sqlite:state/store.db"));
  EXPECT_TRUE(server::database_at("postgresql://db.example.org/bones?passfile=/run/secrets/pg"));
}

TEST(DatabaseAt, refuses_what_is_none) {
  for (const std::string url :
       {"", "sqlite:", "mysql://db/bones", "store.db", "postgresql://[", "postgresql://h/d?x=1"})
    EXPECT_EQ(server::database_at(url).error().code, fhir::IssueType::value) << url;
}

TEST(DatabaseAt, refuses_a_password_and_does_not_repeat_it) {
  for (const std::string url : {"postgresql://user:hunter2@db/bones", "postgresql://user@db/bones?password=hunter2",
                                "postgresql://user@db/bones?sslpassword=hunter2", "postgresql://u:hunter2@db/b?x=y"}) {
    const auto refused = server::database_at(url);
    ASSERT_FALSE(refused) << url;
    EXPECT_EQ(refused.error().code, fhir::IssueType::value);
    EXPECT_EQ(refused.error().diagnostics.find("hunter2"), std::string::npos);
  }
}

}  // namespace
