#include "server/exposure.h"

#include <gtest/gtest.h>

#include <functional>

namespace {

using server::ServeCommand;

ServeCommand sandbox() {
  ServeCommand command;
  command.exposure.sandbox = true;
  return command;
}

ServeCommand secured() {
  ServeCommand command;
  command.listen.address = "0.0.0.0";
  command.fhir.clients_file = "clients.json";
  command.exposure.public_url = "https://cds.example.org";
  command.exposure.tls.certificate = "server.pem";
  command.exposure.tls.key = "server.key";
  return command;
}

ServeCommand behind_proxy() {
  auto command = secured();
  command.exposure.tls = {};
  command.exposure.behind_proxy = true;
  return command;
}

TEST(Exposure, has_three_ways) {
  EXPECT_EQ(server::objection_to(sandbox()), "");
  EXPECT_EQ(server::objection_to(secured()), "");
  EXPECT_EQ(server::objection_to(behind_proxy()), "");
}

TEST(Exposure, takes_mutual_tls_and_origins_and_a_path) {
  auto command = secured();
  command.exposure.tls.client_ca = "clients.pem";
  command.exposure.cors_origins = {"https://ehr.example.org", "http://localhost:3000"};
  command.exposure.public_url = "https://example.org:8443/cds/bones";
  EXPECT_EQ(server::objection_to(command), "");
}

struct Mistake {
  const char* said;  // a part of it
  std::function<void(ServeCommand&)> make;
};

void expect_objections(ServeCommand (*good)(), const std::vector<Mistake>& mistakes) {
  for (const auto& [said, make] : mistakes) {
    auto command = good();
    make(command);
    const auto objection = server::objection_to(command);
    EXPECT_NE(objection.find(said), std::string::npos) << said << ": " << objection;
  }
}

TEST(Exposure, never_is_open_to_the_network_without_authentication) {
  expect_objections(sandbox, {{"loopback", [](auto& c) { c.listen.address = "0.0.0.0"; }},
                              {"loopback", [](auto& c) { c.listen.address = "10.0.0.1"; }},
                              {"--clients", [](auto& c) { c.exposure.sandbox = false; }},
                              {"--public-url", [](auto& c) { c.exposure.public_url = "https://a"; }},
                              {"--behind-proxy", [](auto& c) { c.exposure.behind_proxy = true; }}});
  expect_objections(secured, {{"--clients", [](auto& c) { c.fhir.clients_file.clear(); }}});
}

TEST(Exposure, never_is_plain_http_unless_that_is_said) {
  expect_objections(secured, {{"--behind-proxy", [](auto& c) { c.exposure.tls = {}; }},
                              {"belong together", [](auto& c) { c.exposure.tls.key.clear(); }},
                              {"belong together", [](auto& c) { c.exposure.tls.certificate.clear(); }},
                              {"excludes", [](auto& c) { c.exposure.behind_proxy = true; }}});
  expect_objections(behind_proxy, {{"--tls-client-ca", [](auto& c) { c.exposure.tls.client_ca = "ca.pem"; }}});
}

TEST(Exposure, needs_a_public_url_that_tokens_can_be_for) {
  const auto with = [](const char* url) { return [url](auto& c) { c.exposure.public_url = url; }; };
  expect_objections(secured, {{"is missing", with("")},
                              {"must be https", with("http://cds.example.org")},
                              {"no / at its end", with("https://cds.example.org/")},
                              {"no query", with("https://cds.example.org/?x")},
                              {"--public-url", with("cds.example.org")}});
}

TEST(Exposure, keeps_what_is_for_trying_out_in_the_sandbox) {
  expect_objections(secured, {{"--fhir-server", [](auto& c) { c.fhir.servers = {"https://a"}; }},
                              {"--fhir-ca-file", [](auto& c) { c.fhir.ca_file = "ca.pem"; }},
                              {"--as-of", [](auto& c) { c.guideline.as_of = fhir::Day(); }}});
}

TEST(Exposure, takes_origins_as_browsers_send_them) {
  for (const char* wrong : {"*", "null", "ehr.example.org", "https://ehr.example.org/", "https://EHR.example.org",
                            "https://ehr.example.org:443", "https://u@ehr.example.org"}) {
    auto command = secured();
    command.exposure.cors_origins = {wrong};
    EXPECT_NE(server::objection_to(command).find("--cors-origin"), std::string::npos) << wrong;
  }
}

server::Clients clients_with(const server::ClientIdentity& identity) {
  auto client = std::make_shared<server::Client>();
  client->name = "https://ehr.example.org";
  client->identity = identity;
  return server::Clients({client});
}

TEST(Exposure, needs_clients_that_can_prove_who_they_are) {
  server::ClientIdentity unknown, keys, certificate;
  keys.key_set_file = "jwks.json";
  certificate.certificate_names = {"ehr.example.org"};
  const auto exposure = secured().exposure;
  EXPECT_NE(server::objection_to(clients_with(unknown), exposure).find("cannot prove"), std::string::npos);
  EXPECT_EQ(server::objection_to(clients_with(unknown), sandbox().exposure), "");
  EXPECT_EQ(server::objection_to(clients_with(keys), exposure), "");
  EXPECT_NE(server::objection_to(clients_with(certificate), exposure).find("--tls-client-ca"), std::string::npos);
  auto mutual = exposure;
  mutual.tls.client_ca = "ca.pem";
  EXPECT_EQ(server::objection_to(clients_with(certificate), mutual), "");
}

}  // namespace
