#include "server/config.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using server::Message;
using server::ServeCommand;

server::Command read(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "bone-health-cds");
  return server::read_command(static_cast<int>(arguments.size()), arguments.data());
}

ServeCommand serve(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "serve");
  const auto command = read(std::move(arguments));
  if (const auto* message = std::get_if<Message>(&command)) ADD_FAILURE() << message->text;
  const auto* serve = std::get_if<ServeCommand>(&command);
  return serve == nullptr ? ServeCommand{} : *serve;
}

std::string refusal(std::vector<const char*> arguments) {
  const auto command = read(std::move(arguments));
  const auto* message = std::get_if<Message>(&command);
  if (message == nullptr) return "";
  EXPECT_EQ(message->exit_status, server::usage_error);
  return message->text;
}

bool contains(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
  ~Variable() { unsetenv(name_); }

 private:
  const char* name_;
};

class ConfigFile {
 public:
  explicit ConfigFile(const std::string& text)
      : path_(std::filesystem::temp_directory_path() / ("bone-health-cds-config-" + std::to_string(getpid()))) {
    std::ofstream(path_) << text;
  }
  ~ConfigFile() { std::filesystem::remove(path_); }
  const char* path() const { return path_.c_str(); }

 private:
  std::filesystem::path path_;
};

TEST(Config, has_defaults) {
  const auto command = serve({});
  EXPECT_EQ(command.listen.origin(), "http://127.0.0.1:8080");
  EXPECT_EQ(command.guideline.profile, "aibl-2017");
  EXPECT_FALSE(command.guideline.as_of.has_value());
  EXPECT_FALSE(command.exposure.sandbox);
}

TEST(Config, reads_the_options_of_fetching) {
  EXPECT_EQ(serve({}).fhir.deadline, 1500ms);
  const auto command =
      serve({"--fhir-server", "https://a/fhir", "--fhir-server", "https://b/fhir", "--fhir-deadline", "700"});
  EXPECT_EQ(command.fhir.servers, (std::vector<std::string>{"https://a/fhir", "https://b/fhir"}));
  EXPECT_EQ(command.fhir.deadline, 700ms);
  const Variable variable("BONE_HEALTH_CDS_FHIR_SERVER", "https://a/fhir,https://b/fhir");
  EXPECT_EQ(serve({}).fhir.servers, command.fhir.servers);
  EXPECT_NE(refusal({"serve", "--fhir-deadline", "0"}), "");
  EXPECT_NE(refusal({"serve", "--clients", "no/such/file.json"}), "");
  EXPECT_NE(refusal({"serve", "--fhir-ca-file", "no/such/file.pem"}), "");
}

TEST(Config, reads_the_options_of_serve) {
  const auto command =
      serve({"--sandbox", "--port", "9", "--guideline", "asco-2019", "--guideline-dir", "d", "--as-of", "2026-06-15"});
  EXPECT_TRUE(command.exposure.sandbox);
  EXPECT_EQ(command.listen.origin(), "http://127.0.0.1:9");
  EXPECT_EQ(command.guideline.profile, "asco-2019");
  EXPECT_EQ(command.guideline.folder, "d");
  EXPECT_EQ(command.guideline.as_of, fhir::Day(2026y / 6 / 15));
}

TEST(Config, listens_on_any_ip_address) {
  EXPECT_EQ(serve({"--listen", "0.0.0.0:80"}).listen.origin(), "http://0.0.0.0:80");
  EXPECT_FALSE(serve({"--listen", "0.0.0.0:80"}).listen.is_loopback());
  EXPECT_EQ(serve({"--listen", "[::1]:8081"}).listen.origin(), "http://[::1]:8081");
  EXPECT_EQ(serve({"--listen", "[::1]:8443"}).listen.origin("https"), "https://[::1]:8443");
  EXPECT_TRUE(serve({"--listen", "[::1]:8081"}).listen.is_loopback());
}

TEST(Config, refuses_what_is_no_address_port_or_day) {
  for (const char* wrong :
       {"127.0.0.1", "example.org:80", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "127.0.0.1:1x"})
    EXPECT_TRUE(contains(refusal({"serve", "--listen", wrong}), "--listen")) << wrong;
  EXPECT_TRUE(contains(refusal({"serve", "--port", "65536"}), "--port"));
  for (const char* wrong : {"2026", "2026-06", "2026-02-30", "today", "2026-06-15T00:00:00Z"})
    EXPECT_TRUE(contains(refusal({"serve", "--as-of", wrong}), "--as-of")) << wrong;
  EXPECT_TRUE(contains(refusal({"serve", "--port", "1", "--listen", "127.0.0.1:2"}), "excludes"));
}

TEST(Config, takes_options_from_the_environment_unless_given) {
  const Variable profile("BONE_HEALTH_CDS_GUIDELINE", "who-osteoporosis");
  const Variable sandbox("BONE_HEALTH_CDS_SANDBOX", "true");
  const Variable port("BONE_HEALTH_CDS_PORT", "81");
  EXPECT_EQ(serve({}).guideline.profile, "who-osteoporosis");
  EXPECT_TRUE(serve({}).exposure.sandbox);
  EXPECT_EQ(serve({}).listen.port, 81);
  EXPECT_EQ(serve({"--guideline", "asco-2019"}).guideline.profile, "asco-2019");
}

TEST(Config, takes_options_from_a_file_unless_given) {
  const ConfigFile file(
      "# comment\nguideline = \"who-osteoporosis\"\nsandbox = true\nport = 81\nas-of = \"2026-06-15\"\n");
  const auto command = serve({"--config", file.path()});
  EXPECT_EQ(command.guideline.profile, "who-osteoporosis");
  EXPECT_TRUE(command.exposure.sandbox);
  EXPECT_EQ(command.listen.port, 81);
  EXPECT_EQ(command.guideline.as_of, fhir::Day(2026y / 6 / 15));

  EXPECT_EQ(serve({"--config", file.path(), "--guideline", "asco-2019"}).guideline.profile, "asco-2019");
  EXPECT_EQ(serve({"--config", file.path(), "--listen", "127.0.0.2:82"}).listen.origin(), "http://127.0.0.2:82");
  const Variable profile("BONE_HEALTH_CDS_GUIDELINE", "asco-2019");
  EXPECT_EQ(serve({"--config", file.path()}).guideline.profile, "asco-2019");
}

TEST(Config, refuses_unknown_names_wherever_they_stand) {
  EXPECT_TRUE(contains(refusal({"serve", "--gideline", "x"}), "gideline"));
  const ConfigFile file("gideline = \"x\"\n");
  EXPECT_TRUE(contains(refusal({"serve", "--config", file.path()}), "gideline"));
  const Variable variable("BONE_HEALTH_CDS_GIDELINE", "x");
  EXPECT_TRUE(contains(refusal({"serve"}), "BONE_HEALTH_CDS_GIDELINE"));
}

TEST(Config, refuses_a_wrong_file) {
  EXPECT_TRUE(contains(refusal({"serve", "--config", "/does/not/exist"}), "--config"));
  const ConfigFile section("[serve]\nport = 1\n");
  EXPECT_TRUE(contains(refusal({"serve", "--config", section.path()}), "unknown key"));
}

TEST(Config, refuses_a_file_within_a_file) {
  const ConfigFile file("config = \"other\"\n");
  EXPECT_TRUE(contains(refusal({"serve", "--config", file.path()}), "config"));
}

TEST(Config, refuses_two_answers_in_a_file) {
  const ConfigFile file("port = 1\nlisten = \"127.0.0.1:2\"\n");
  EXPECT_TRUE(contains(refusal({"serve", "--config", file.path()}), "twice"));
  const ConfigFile again("port = 1\nport = 2\n");
  EXPECT_TRUE(contains(refusal({"serve", "--config", again.path()}), "port"));
}

TEST(Config, reads_evaluate_and_check) {
  const auto evaluate = read({"evaluate", "--guideline", "asco-2019", "a.json", "b.json"});
  ASSERT_TRUE(std::holds_alternative<server::EvaluateCommand>(evaluate));
  EXPECT_EQ(std::get<server::EvaluateCommand>(evaluate).files.size(), 2U);
  EXPECT_EQ(std::get<server::EvaluateCommand>(evaluate).guideline.profile, "asco-2019");
  const auto check = read({"check", "some/folder"});
  ASSERT_TRUE(std::holds_alternative<server::CheckCommand>(check));
  EXPECT_EQ(std::get<server::CheckCommand>(check).directories.front(), "some/folder");
  EXPECT_TRUE(contains(refusal({"evaluate"}), "FILE"));
  EXPECT_TRUE(contains(refusal({"check"}), "DIR"));
}

TEST(Config, checks_the_health_of_the_server_that_serve_would_start) {
  const auto command = read({"--healthcheck", "serve", "--port", "83"});
  ASSERT_TRUE(std::holds_alternative<server::HealthcheckCommand>(command));
  EXPECT_EQ(std::get<server::HealthcheckCommand>(command).server.port, 83);
  const Variable port("BONE_HEALTH_CDS_PORT", "84");
  const auto alone = read({"--healthcheck"});
  ASSERT_TRUE(std::holds_alternative<server::HealthcheckCommand>(alone));
  EXPECT_EQ(std::get<server::HealthcheckCommand>(alone).server.port, 84);
  EXPECT_TRUE(contains(refusal({"--healthcheck", "check", "d"}), "exclude"));
}

TEST(Config, says_its_version_and_help) {
  const auto version = std::get<Message>(read({"--version"}));
  EXPECT_EQ(version.exit_status, 0);
  EXPECT_TRUE(version.text.starts_with("bone-health-cds "));
  const auto help = std::get<Message>(read({"serve", "--help"}));
  EXPECT_EQ(help.exit_status, 0);
  EXPECT_TRUE(contains(help.text, "BONE_HEALTH_CDS_GUIDELINE"));
  EXPECT_TRUE(contains(refusal({}), "serve"));
  EXPECT_TRUE(contains(refusal({"sing"}), "sing"));
}

}  // namespace
