#include "server/store_schema.h"

#include <gtest/gtest.h>

#include <thread>

#include "store_databases.h"

namespace {

using server::bring_up_to_date;
using server::Migration;

const std::vector<Migration> first = {{1, {"CREATE TABLE one (a TEXT NOT NULL)", "INSERT INTO one (a) VALUES ('x')"}}};
const std::vector<Migration> second = {
    first.front(), {2, {"ALTER TABLE one ADD COLUMN b BIGINT NOT NULL DEFAULT 7", "UPDATE one SET b = 8"}}};
const std::vector<Migration> broken = {first.front(),
                                       {2, {"CREATE TABLE two (a TEXT)", "INSERT INTO nowhere (a) VALUES ('x')"}}};

class StoreSchema : public server_test::OnEachDatabase {
 protected:
  std::vector<server::SqlRow> versions() { return *open()->run("SELECT version FROM schema_version ORDER BY version"); }
  std::unique_ptr<server::Database> database_ = open();
};
ON_EACH_DATABASE(StoreSchema);

TEST_P(StoreSchema, makes_the_tables_of_this_version) {
  ASSERT_TRUE(bring_up_to_date(*database_));
  for (const auto* table : {"shown_card", "feedback", "used_token", "probe"})
    EXPECT_TRUE(*database_->has_table(table)) << table;
  EXPECT_EQ(versions(), (std::vector<server::SqlRow>{{"1"}}));
}

TEST_P(StoreSchema, keeps_what_is_there_when_a_later_version_comes) {
  ASSERT_TRUE(bring_up_to_date(*database_, first));
  ASSERT_TRUE(bring_up_to_date(*database_, second));
  ASSERT_TRUE(bring_up_to_date(*database_, second));
  EXPECT_EQ(*database_->run("SELECT a, b FROM one"), (std::vector<server::SqlRow>{{"x", "8"}}));
  EXPECT_EQ(versions(), (std::vector<server::SqlRow>{{"1"}, {"2"}}));
}

TEST_P(StoreSchema, leaves_nothing_of_a_migration_that_fails) {
  const auto failed = bring_up_to_date(*database_, broken);
  ASSERT_FALSE(failed);
  EXPECT_EQ(versions(), (std::vector<server::SqlRow>{{"1"}}));
  EXPECT_FALSE(*open()->has_table("two"));
  EXPECT_TRUE(bring_up_to_date(*open(), second));
}

TEST_P(StoreSchema, refuses_a_database_of_a_later_version_and_leaves_it_alone) {
  ASSERT_TRUE(bring_up_to_date(*database_, second));
  const auto refused = bring_up_to_date(*database_, first);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, fhir::IssueType::exception);
  EXPECT_EQ(refused.error().diagnostics,
            "the database is of a later version of this service (its tables have version 2, this service knows 1)");
  EXPECT_EQ(versions(), (std::vector<server::SqlRow>{{"1"}, {"2"}}));
}

TEST_P(StoreSchema, is_made_once_when_several_replicas_start_together) {
  std::vector<std::thread> replicas;
  std::atomic<int> done = 0;
  for (int replica = 0; replica < 4; ++replica)
    replicas.emplace_back([&] {
      const auto mine = open();
      const auto made = bring_up_to_date(*mine, second);
      EXPECT_TRUE(made) << made.error().diagnostics;
      if (made) ++done;
    });
  for (auto& replica : replicas) replica.join();
  EXPECT_EQ(done, 4);
  EXPECT_EQ(*database_->run("SELECT a, b FROM one"), (std::vector<server::SqlRow>{{"x", "8"}}));
}

}  // namespace
