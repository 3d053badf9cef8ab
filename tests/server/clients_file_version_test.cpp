// What a client's version of FHIR changes of what is read from the clients file.
#include <gtest/gtest.h>

#include "scratch_folder.h"
#include "server/clients.h"
#include "signing_keys.h"

namespace {

namespace files = std::filesystem;
using namespace server_test;

// The scope that a client is asked for who names none.
std::string scope_in(const std::string& version) {
  const ScratchFolder folder;
  const auto key = folder.write("key.json", ec_jwk(ec_key().get()));
  files::permissions(key, files::perms::owner_read | files::perms::owner_write);
  const auto clients = server::read_clients(
      folder.write("clients.json",
                   R"({"clients": [{"iss": "https://ehr.example.org", "fhirServers": ["https://ehr.example.org/fhir"],
      "fhirVersion": ")" +
                       version + R"(", "backendAuthorization": {"clientId": "c", "keyFile": "key.json"}}]})"));
  EXPECT_TRUE(clients.has_value());
  return clients ? " " + clients->list().at(0)->backend_authorization->scope + " " : "";
}

TEST(ClientsFileVersion, names_the_types_that_are_asked_for) {
  const std::string dstu2 = scope_in("DSTU2");
  for (const auto type : {"MedicationOrder", "DiagnosticOrder", "ProcedureRequest", "Medication"})
    EXPECT_NE(dstu2.find(" system/" + std::string(type) + ".read "), std::string::npos) << dstu2;
  EXPECT_EQ(dstu2.find("MedicationRequest"), std::string::npos) << dstu2;
  EXPECT_NE(scope_in("R5").find(" system/ServiceRequest.read "), std::string::npos);
}

}  // namespace
