#include "server/sqlite_database.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "scratch_folder.h"
#include "server/feedback_store.h"
#include "small_disk.h"
#include "store_databases.h"

namespace {

namespace files = std::filesystem;
using namespace std::chrono_literals;
using fhir::IssueType;
using server::SqliteDatabase;
using server_test::accepted;

class SqliteDatabaseTest : public ::testing::Test {
 protected:
  server::FeedbackStore store() const {
    return server::FeedbackStore(std::make_unique<SqliteDatabase>(file_, server::StoreLimits{.busy = 10ms}));
  }
  // Keeps a new item each time.
  static fhir::Result<std::size_t> keep(server::FeedbackStore& store) {
    static int number = 0;
    const auto item = accepted("card" + std::to_string(++number));
    return store.keep(std::span(&item, 1));
  }
  static void expect_refusal(server::FeedbackStore& store, IssueType type, const std::string& words) {
    for (int attempt = 0; attempt < 2; ++attempt) {
      const auto refused = keep(store);
      ASSERT_FALSE(refused);
      EXPECT_EQ(refused.error().code, type);
      EXPECT_EQ(refused.error().diagnostics, words);
    }
  }
  void remove_database() const {
    for (const auto* end : {"", "-wal", "-shm"}) files::remove(file_.string() + end);
  }
  std::string count() const { return SqliteDatabase(file_).run("SELECT COUNT(*) FROM feedback")->front().front(); }
  static mode_t mode_of(const files::path& file) {
    struct stat state {};
    return ::stat(file.c_str(), &state) == 0 ? state.st_mode & 0777U : 0U;
  }

  server_test::ScratchFolder folder_;
  const files::path file_ = folder_.path() / "state" / "store.db";
};

TEST_F(SqliteDatabaseTest, makes_files_and_folders_for_its_owner_alone) {
  auto mine = store();
  ASSERT_TRUE(keep(mine));
  EXPECT_EQ(mode_of(file_.parent_path()), 0700U);
  for (const auto* end : {"", "-wal", "-shm"}) EXPECT_EQ(mode_of(file_.string() + end), 0600U) << end;
}

TEST_F(SqliteDatabaseTest, syncs_each_commit_to_a_write_ahead_log) {
  SqliteDatabase database(file_);
  EXPECT_EQ(database.run("PRAGMA journal_mode")->front().front(), "wal");
  EXPECT_EQ(database.run("PRAGMA synchronous")->front().front(), "2");
}

TEST_F(SqliteDatabaseTest, lives_in_memory_if_told_so) {
  auto mine = server::FeedbackStore(std::make_unique<SqliteDatabase>(":memory:"));
  EXPECT_TRUE(keep(mine));
  const auto item = accepted("a");
  EXPECT_EQ(*mine.keep(std::span(&item, 1)), 1U);
  EXPECT_EQ(*mine.keep(std::span(&item, 1)), 0U);
  EXPECT_FALSE(files::exists(":memory:"));
}

TEST_F(SqliteDatabaseTest, takes_no_name_for_a_uri) {
  const auto before = files::current_path();
  files::current_path(folder_.path());
  EXPECT_TRUE(SqliteDatabase("file:store.db?mode=memory").run("SELECT 1"));
  EXPECT_TRUE(files::exists(folder_.path() / "file:store.db?mode=memory"));
  files::current_path(before);
}

TEST_F(SqliteDatabaseTest, waits_no_longer_than_it_may_for_a_lock_and_goes_on_when_it_is_free) {
  auto mine = store();
  ASSERT_TRUE(keep(mine));
  SqliteDatabase other(file_);
  ASSERT_TRUE(other.begin());
  expect_refusal(mine, IssueType::transient, "the database file is locked by another program");
  other.roll_back();
  EXPECT_TRUE(keep(mine));
  EXPECT_EQ(count(), "2");
}

TEST_F(SqliteDatabaseTest, says_that_there_is_no_room_for_more_pages) {
  SqliteDatabase database(file_);
  ASSERT_TRUE(database.run("CREATE TABLE t (a TEXT)"));
  ASSERT_TRUE(database.run("PRAGMA max_page_count = 3"));
  const server::SqlValue values[] = {std::string(100'000, 'x')};
  const auto refused = database.run("INSERT INTO t (a) VALUES ($1)", values);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().diagnostics, "the disk of the database is full");
  EXPECT_TRUE(database.run("INSERT INTO t (a) VALUES ($1)", values));  // by a new connection, without that bound
}

TEST_F(SqliteDatabaseTest, says_that_it_may_not_write) {
  SqliteDatabase database(file_);
  ASSERT_TRUE(database.run("CREATE TABLE t (a TEXT)"));
  ASSERT_TRUE(database.run("PRAGMA query_only = ON"));
  const auto refused = database.begin();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().diagnostics, "the database file is read-only");
  EXPECT_TRUE(database.run("INSERT INTO t (a) VALUES ('x')"));
}

TEST_F(SqliteDatabaseTest, recovers_from_a_full_disk) {
  files::create_directories(file_.parent_path());
  const server_test::SmallDisk disk(file_.parent_path());
  if (!disk.is_there()) GTEST_SKIP() << "the tests have no right to mount a file system";
  auto mine = store();
  ASSERT_TRUE(keep(mine));
  disk.fill();
  auto refused = keep(mine);
  for (int kept = 1; refused && kept < 1000; ++kept) refused = keep(mine);  // there may be room in the log
  expect_refusal(mine, IssueType::transient, "the disk of the database is full");
  const auto before = count();
  disk.make_room();
  EXPECT_TRUE(keep(mine));
  EXPECT_EQ(count(), std::to_string(std::stoi(before) + 1));
}

TEST_F(SqliteDatabaseTest, starts_on_a_full_disk_when_there_is_room) {
  files::create_directories(file_.parent_path());
  const server_test::SmallDisk disk(file_.parent_path());
  if (!disk.is_there()) GTEST_SKIP() << "the tests have no right to mount a file system";
  disk.fill();
  auto mine = store();
  expect_refusal(mine, IssueType::transient, "the disk of the database is full");
  disk.make_room();
  EXPECT_TRUE(keep(mine));
}

TEST_F(SqliteDatabaseTest, recovers_from_a_disk_that_was_read_only) {
  files::create_directories(file_.parent_path());
  const server_test::SmallDisk disk(file_.parent_path());
  if (!disk.is_there()) GTEST_SKIP() << "the tests have no right to mount a file system";
  ASSERT_TRUE(SqliteDatabase(file_).run("CREATE TABLE t (a TEXT)"));
  ASSERT_TRUE(disk.set_read_only(true));
  auto mine = store();
  expect_refusal(mine, IssueType::transient, "the database file is read-only");
  ASSERT_TRUE(disk.set_read_only(false));
  EXPECT_TRUE(keep(mine));
}

TEST_F(SqliteDatabaseTest, recovers_where_a_folder_was_in_the_way) {
  files::create_directories(file_);
  auto mine = store();
  expect_refusal(mine, IssueType::transient, "the database file cannot be opened");
  files::remove(file_);
  EXPECT_TRUE(keep(mine));
}

TEST_F(SqliteDatabaseTest, recovers_where_there_could_be_no_folder) {
  folder_.write("state", "a file where the folder is to be");
  auto mine = store();
  expect_refusal(mine, IssueType::transient, "the database file cannot be opened");
  files::remove(file_.parent_path());
  EXPECT_TRUE(keep(mine));
}

TEST_F(SqliteDatabaseTest, refuses_a_file_that_is_no_database_until_it_is_gone) {
  folder_.write("state/store.db", std::string(10'000, 'x'));
  auto mine = store();
  expect_refusal(mine, IssueType::exception, "the database file is damaged, or is none");
  EXPECT_EQ(files::file_size(file_), 10'000U);
  remove_database();
  EXPECT_TRUE(keep(mine));
}

TEST_F(SqliteDatabaseTest, finds_damage_while_it_runs_and_goes_on_with_a_new_file) {
  {
    auto before = store();
    for (int item = 0; item < 200; ++item) ASSERT_TRUE(keep(before));
  }
  const auto size = files::file_size(file_);
  {
    std::fstream file(file_, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(4096);
    file << std::string(size - 4096, '\xA5');  // all but the first page, which tells what the file is
  }
  auto mine = store();
  expect_refusal(mine, IssueType::exception, "the database file is damaged, or is none");
  remove_database();
  EXPECT_TRUE(keep(mine));
  EXPECT_EQ(count(), "1");
}

TEST_F(SqliteDatabaseTest, notices_that_its_file_was_taken_away) {
  auto mine = store();
  ASSERT_TRUE(keep(mine));
  remove_database();
  ASSERT_TRUE(keep(mine));
  EXPECT_EQ(count(), "1");
}

TEST_F(SqliteDatabaseTest, makes_tables_anew_that_were_taken_away) {
  auto mine = store();
  ASSERT_TRUE(keep(mine));
  for (const auto* table : {"feedback", "shown_card", "used_token", "probe", "schema_version"})
    ASSERT_TRUE(SqliteDatabase(file_).run(std::string("DROP TABLE ") + table));
  EXPECT_FALSE(keep(mine));
  EXPECT_TRUE(keep(mine));
}

}  // namespace
