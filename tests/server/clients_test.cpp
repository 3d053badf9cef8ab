#include "server/clients.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "clients_file_refusals.h"
#include "scratch_folder.h"
#include "server/client_assertion.h"
#include "server/guideline_files.h"
#include "signing_keys.h"

namespace {

namespace files = std::filesystem;
using namespace server_test;

// A folder for a clients file, with the keys and certificates that those of tests/fixtures/clients-files name.
class ClientsFile : public testing::Test {
 protected:
  ClientsFile() {
    write_secret("keys/ec.json", ec_jwk(ec_.get()));
    static const std::string rsa = rsa_jwk(rsa_key().get());  // takes long to make
    write_secret("keys/rsa.json", rsa);
    write_secret("keys/backend.json", ec_jwk(ec_.get()));
    folder_.write("keys/ca.pem", certificate_pem(ec_.get()));
    folder_.write("keys/clinic-ca.pem", certificate_pem(ec_.get()));
  }

  files::path write_secret(const std::string& name, const std::string& text) const {
    const auto file = folder_.write(name, text);
    files::permissions(file, files::perms::owner_read | files::perms::owner_write);
    return file;
  }
  fhir::Result<server::Clients> read(const std::string& text) const {
    return server::read_clients(folder_.write("clients.json", text));
  }
  fhir::Result<server::Clients> read_copy_of(const files::path& file) const { return read(*server::read_file(file)); }

  // What is wrong, behind the file's name.
  std::string refusal_of(const std::string& text) const {
    const auto clients = read(text);
    if (clients) return "";
    const std::string file = (folder_.path() / "clients.json").string();
    const std::string& diagnostics = clients.error().diagnostics;
    EXPECT_TRUE(diagnostics.starts_with(file)) << diagnostics;
    return diagnostics.substr(std::min(diagnostics.size(), file.size() + 2));
  }

  const KeyPair ec_ = ec_key();
  const ScratchFolder folder_;
};

std::set<std::string> fixtures_named(std::string_view beginning) {
  std::set<std::string> names;
  for (const auto& entry : files::directory_iterator(CLIENTS_FILES))
    if (const auto name = entry.path().filename().string(); name.starts_with(beginning)) names.insert(name);
  return names;
}

std::string one_client(const std::string& more) {
  return R"({"clients": [{"iss": "https://ehr.example.org", "fhirServers": ["https://ehr.example.org/fhir"])" + more +
         "}]}";
}
std::string with_backend(const std::string& more) {
  return one_client(R"(, "backendAuthorization": {"clientId": "bone-health", )" + more + "}");
}

TEST_F(ClientsFile, is_read_if_it_is_good) {
  ASSERT_FALSE(fixtures_named("good-").empty());
  for (const auto& name : fixtures_named("good-")) {
    const auto clients = read_copy_of(files::path(CLIENTS_FILES) / name);
    EXPECT_TRUE(clients.has_value()) << name << ": " << clients.error().diagnostics;
  }
}

TEST_F(ClientsFile, is_refused_if_it_is_bad_and_says_where) {
  for (const auto& name : fixtures_named("bad-")) {
    const auto key = files::path(name.substr(4)).stem().string();
    ASSERT_TRUE(clients_file_refusals.contains(key)) << name;
    const auto refusal = refusal_of(*server::read_file(files::path(CLIENTS_FILES) / name));
    EXPECT_EQ(refusal.substr(0, clients_file_refusals.at(key).size()), clients_file_refusals.at(key))
        << name << ": " << refusal;
    EXPECT_EQ(refusal.find("secret"), std::string::npos) << refusal;
  }
  EXPECT_EQ(fixtures_named("bad-").size(), clients_file_refusals.size());
}

TEST_F(ClientsFile, of_the_example_is_good) {
  const auto clients = read_copy_of(CLIENTS_EXAMPLE);
  ASSERT_TRUE(clients.has_value()) << clients.error().diagnostics;
  EXPECT_EQ(clients->list().size(), 3U);
}

TEST_F(ClientsFile, tells_all_of_a_client) {
  const auto clients = read_copy_of(CLIENTS_FILES "/good-every-member.json");
  ASSERT_TRUE(clients.has_value()) << clients.error().diagnostics;
  const auto& client = *clients->list().at(0);
  EXPECT_EQ(client.name, "https://ehr.example.org");
  ASSERT_EQ(client.fhir_servers.size(), 2U);
  EXPECT_EQ(client.fhir_servers[1].to_string(), "https://[2001:db8::1]:8443/r4");
  EXPECT_EQ(client.fhir_version, fhir::FhirVersion::r4);
  EXPECT_FALSE(client.any_loopback_server);
  EXPECT_FALSE(client.trust.allows_loopback);
  ASSERT_TRUE(client.backend_authorization.has_value());
  EXPECT_EQ(client.backend_authorization->client_id, "bone-health");
  EXPECT_EQ(client.backend_authorization->scope, "system/*.read");
  EXPECT_EQ(client.backend_authorization->token_url->written, "https://auth.example.org/token");
  EXPECT_EQ(client.backend_authorization->private_key->key_id(), "ec-1");
  EXPECT_EQ(client.identity.key_set_url->written, "https://ehr.example.org/jwks.json");
  EXPECT_EQ(client.identity.key_set_url->url.to_string(), "https://ehr.example.org/jwks.json");
  EXPECT_EQ(client.identity.algorithms, (std::vector{server::JwsAlgorithm::es384, server::JwsAlgorithm::rs384}));
  EXPECT_EQ(client.identity.longest_token_life, std::chrono::seconds(900));
  EXPECT_EQ(client.identity.tenant, "north");
}

TEST_F(ClientsFile, need_not_tell_much) {
  const auto clients = read_copy_of(CLIENTS_FILES "/good-minimal.json");
  ASSERT_TRUE(clients.has_value()) << clients.error().diagnostics;
  const auto& client = *clients->list().at(0);
  EXPECT_EQ(client.fhir_version, std::nullopt);
  EXPECT_FALSE(client.backend_authorization.has_value());
  EXPECT_NE(client.trust.tls, nullptr);
  EXPECT_FALSE(client.identity.can_be_proved());
  EXPECT_EQ(client.identity.algorithms, (std::vector{server::JwsAlgorithm::es384, server::JwsAlgorithm::rs384}));
  EXPECT_EQ(client.identity.longest_token_life, std::chrono::seconds(300));
}

TEST_F(ClientsFile, tells_how_clients_prove_who_they_are) {
  using enum server::JwsAlgorithm;
  const auto clients = read_copy_of(CLIENTS_FILES "/good-identities.json");
  ASSERT_TRUE(clients.has_value()) << clients.error().diagnostics;
  const auto& both = clients->list().at(0)->identity;
  EXPECT_EQ(both.algorithms, (std::vector{rs256, es256, ps384, es384, rs384}));
  EXPECT_EQ(both.certificate_names, (std::vector<std::string>{"ehr.example.org", "urn:ehr"}));
  EXPECT_TRUE(both.has_keys());
  EXPECT_FALSE(clients->list().at(1)->identity.has_keys());
  EXPECT_TRUE(clients->list().at(1)->identity.can_be_proved());
  const auto relative = read(one_client(R"(, "jwksFile": "keys/jwks.json")"));
  EXPECT_EQ(relative->list().at(0)->identity.key_set_file, folder_.path() / "keys/jwks.json");
}

TEST_F(ClientsFile, gives_the_client_that_a_token_or_a_certificate_is_of) {
  const auto clients = read_copy_of(CLIENTS_FILES "/good-identities.json").value();
  EXPECT_EQ(clients.with_issuer("https://ehr.example.org"), clients.list().at(0));
  EXPECT_EQ(clients.with_issuer("https://other.example.org"), nullptr);  // has no keys
  EXPECT_EQ(clients.with_issuer(""), nullptr);
  const std::vector<std::string> shown = {"x", "EHR.example.org"}, other = {"ehr.example.org."};
  EXPECT_EQ(clients.with_certificate(shown), clients.list().at(1));  // the first has to send a token, too
  EXPECT_EQ(clients.with_certificate(other), nullptr);
  EXPECT_EQ(clients.with_certificate({}), nullptr);
}

TEST_F(ClientsFile, without_a_scope_asks_for_what_is_looked_at) {
  const auto clients = read(with_backend(R"("keyFile": "keys/ec.json")"));
  ASSERT_TRUE(clients.has_value()) << clients.error().diagnostics;
  const std::string scope = " " + clients->list().at(0)->backend_authorization->scope + " ";
  for (const auto type : {"Patient", "Observation", "MedicationRequest", "Medication"})
    EXPECT_NE(scope.find(" system/" + std::string(type) + ".read "), std::string::npos) << scope;
  EXPECT_EQ(scope.find("system/Observation.read"), scope.rfind("system/Observation.read"));
  EXPECT_EQ(scope.find("  "), std::string::npos);
}

TEST_F(ClientsFile, may_name_its_key_from_anywhere) {
  const auto file = folder_.path() / "keys/ec.json";
  EXPECT_EQ(refusal_of(with_backend(R"("keyFile": ")" + file.string() + "\"")), "");
}

TEST_F(ClientsFile, is_refused_if_its_key_can_be_read_by_everybody) {
  for (const auto permission : {files::perms::others_read, files::perms::others_write}) {
    const auto file = write_secret("keys/open.json", ec_jwk(ec_.get()));
    files::permissions(file, permission, files::perm_options::add);
    EXPECT_EQ(refusal_of(with_backend(R"("keyFile": "keys/open.json")")),
              "clients[0].backendAuthorization.keyFile: the key file can be read or changed by everybody; chmod o= "
              "mends it");
  }
}

TEST_F(ClientsFile, is_refused_if_its_key_is_not_good_and_says_nothing_of_it) {
  const std::string place = "clients[0].backendAuthorization.keyFile: ";
  write_secret("keys/public.json", ec_jwk(ec_.get(), "ec-1", false));
  EXPECT_EQ(refusal_of(with_backend(R"("keyFile": "keys/public.json")")), place + "the key has no private part");
  write_secret("keys/long.json", std::string(17 * 1024, ' '));
  EXPECT_EQ(refusal_of(with_backend(R"("keyFile": "keys/long.json")")),
            place + "the key file is longer than 16384 bytes");
  EXPECT_EQ(refusal_of(with_backend(R"("keyFile": "keys")")), place + "the key file cannot be read");
}

TEST_F(ClientsFile, is_bounded) {
  EXPECT_NE(refusal_of(one_client("") + std::string(1024 * 1024, ' ')).find("longer than 1048576 bytes"),
            std::string::npos);
  std::string many = R"({"clients": [)";
  for (int at = 0; at < 101; ++at)
    many +=
        std::string(at == 0 ? "" : ",") + R"({"iss": ")" + std::to_string(at) + R"(", "fhirServers": ["https://a"]})";
  EXPECT_EQ(refusal_of(many + "]}"), "clients does not have from 1 to 100 elements");
}

TEST_F(ClientsFile, that_is_not_there_is_named) {
  const auto clients = server::read_clients(folder_.path() / "none.json");
  ASSERT_FALSE(clients.has_value());
  EXPECT_EQ(clients.error().diagnostics, (folder_.path() / "none.json").string() + " cannot be read");
  EXPECT_FALSE(server::read_clients(folder_.path()).has_value());
}

TEST_F(ClientsFile, gives_the_first_client_that_may_name_a_server) {
  const auto clients = read_copy_of(CLIENTS_FILES "/good-two-clients.json");
  ASSERT_TRUE(clients.has_value()) << clients.error().diagnostics;
  ASSERT_NE(clients->for_server("https://ehr.example.org/fhir"), nullptr);
  EXPECT_EQ(clients->for_server("https://ehr.example.org/fhir/")->name, "https://ehr.example.org");
  EXPECT_EQ(clients->for_server("https://other.example.org/fhir"), nullptr);
  EXPECT_EQ(clients->for_server(""), nullptr);
}

TEST_F(ClientsFile, permits_what_lies_below_and_nothing_beside) {
  const auto client = read(one_client(""))->list().at(0);
  for (const auto permitted :
       {"https://ehr.example.org/fhir", "HTTPS://EHR.example.org:443/fhir/", "https://ehr.example.org/fhir/north"})
    EXPECT_TRUE(client->permitted_server(permitted).has_value()) << permitted;
  for (const auto refused :
       {"https://ehr.example.org", "https://ehr.example.org/fhirs", "https://ehr.example.org:8443/fhir",
        "http://ehr.example.org/fhir", "https://ehr.example.org.evil.example/fhir",
        "https://ehr.example.org/fhir/../admin", "https://ehr.example.org@evil.example/fhir",
        "https://ehr.example.org/fhir?x=1", "https://localhost/fhir", "fhir", ""}) {
    const auto server = client->permitted_server(refused);
    ASSERT_FALSE(server.has_value()) << refused;
    EXPECT_EQ(server.error().code, fhir::IssueType::security) << refused;
  }
}

}  // namespace
