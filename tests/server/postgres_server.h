// A PostgreSQL server of the tests' own: in a folder that is gone afterwards, reached by a socket in it.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

extern char** environ;

namespace server_test {

class PostgresServer {
 public:
  // The one of this program, started at first use. Throws if PostgreSQL is not there: deploy/install-packages gets it.
  static PostgresServer& running() {
    static PostgresServer server;
    return server;
  }
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // Goes on with what its databases held.
  void start() {
    process_ = spawn({programs + "postgres", "-D", folder_ + "/data", "-k", folder_, "-c", "listen_addresses=", "-c",
                      "fsync=off", "-c", "log_min_messages=panic"});
    while (PQping(connection_settings("postgres").c_str()) != PQPING_OK)
      if (waitpid(process_, nullptr, WNOHANG) != 0) throw std::runtime_error("PostgreSQL does not start");
  }
  // Ends every connection.
  void stop() {
    kill(process_, SIGINT);
    waitpid(process_, nullptr, 0);
  }

  // The URL of a new and empty schema: as good as a database to those who do not look further, and made sooner.
  std::string fresh_schema() {
    const std::string name = "test" + std::to_string(++databases_);
    execute("CREATE SCHEMA " + name);
    return url_of("postgres") + "&options=-csearch_path%3D" + name;
  }
  // The URL of a new and empty database.
  std::string fresh_database() {
    const std::string name = "test" + std::to_string(++databases_);
    execute("CREATE DATABASE " + name);
    return url_of(name);
  }
  std::string url_of(const std::string& name) const { return "postgresql://postgres@/" + name + "?host=" + folder_; }
  // A statement of the superuser.
  void execute(const std::string& sql, const std::string& database = "postgres") {
    PGconn* connection = PQconnectdb(connection_settings(database).c_str());
    PGresult* result = PQexec(connection, sql.c_str());
    const auto status = PQresultStatus(result);
    const std::string words = PQerrorMessage(connection);
    PQclear(result);
    PQfinish(connection);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error(words);
  }

 private:
  PostgresServer() {
    folder_ = (std::filesystem::temp_directory_path() / "bone-health-pg-XXXXXX").string();
    if (mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("no folder for PostgreSQL");
    const auto* owner = getpwnam("postgres");
    if (is_root() && (owner == nullptr || chown(folder_.c_str(), owner->pw_uid, owner->pw_gid) != 0))
      throw std::runtime_error("PostgreSQL is not installed");
    const auto made = spawn({programs + "initdb", "--pgdata", folder_ + "/data", "--username", "postgres", "--auth",
                             "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"});
    int status = 0;
    if (waitpid(made, &status, 0) != made || status != 0) throw std::runtime_error("PostgreSQL is not installed");
    start();
  }
  ~PostgresServer() {
    kill(process_, SIGQUIT);
    waitpid(process_, nullptr, 0);
    std::filesystem::remove_all(folder_);
  }

  static bool is_root() { return geteuid() == 0; }
  std::string connection_settings(const std::string& database) const {
    return "user=postgres host=" + folder_ + " dbname=" + database;
  }

  // As the user "postgres" if we are root, whom PostgreSQL refuses. It ends when the tests do, however they end.
  static pid_t spawn(std::vector<std::string> words) {
    std::vector<std::string> all = {"/usr/bin/setpriv", "--pdeathsig", "QUIT"};
    if (is_root()) all.insert(all.end(), {"--reuid=postgres", "--regid=postgres", "--clear-groups"});
    all.insert(all.end(), words.begin(), words.end());
    std::vector<char*> arguments;
    for (auto& word : all) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t quiet;
    posix_spawn_file_actions_init(&quiet);
    for (const int output : {STDOUT_FILENO, STDERR_FILENO})
      posix_spawn_file_actions_addopen(&quiet, output, "/dev/null", O_WRONLY, 0);
    pid_t process = 0;
    const int failure = posix_spawn(&process, arguments.front(), &quiet, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&quiet);
    if (failure != 0) throw std::runtime_error("PostgreSQL cannot be run");
    return process;
  }

  static inline const std::string programs = "/usr/lib/postgresql/15/bin/";
  std::string folder_;
  pid_t process_ = 0;
  int databases_ = 0;
};

}  // namespace server_test
