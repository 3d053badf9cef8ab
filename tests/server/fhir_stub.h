// A FHIR server for tests of what is fetched, and what it may answer.
#pragma once

#include <map>
#include <string>

#include "scripted_server.h"

namespace server_test {

// A FHIR server of one patient of whom nothing is known, but for what a test says about a part of the request line.
class FhirStub {
 public:
  explicit FhirStub(std::map<std::string, std::string> answers = {})
      : answers_(std::move(answers)), server_([this](const std::string& request) { return answer(request); }) {}

  const ScriptedServer& server() const { return server_; }
  std::string url() const { return server_.url(); }

 private:
  ScriptedServer::Answer answer(const std::string& request) const {
    const std::string line = request.substr(0, request.find("\r\n"));
    for (const auto& [part, response] : answers_)
      if (line.find(part) != std::string::npos) return {response};
    if (line.find("/Patient/p ") != std::string::npos)
      return {http_response(200, R"({"resourceType": "Patient", "id": "p"})")};
    if (line.find("/metadata ") != std::string::npos) return {http_response(200, R"({"fhirVersion": "4.0.1"})")};
    return {http_response(200, R"({"resourceType": "Bundle", "type": "searchset"})")};
  }

  const std::map<std::string, std::string> answers_;
  ScriptedServer server_;
};

inline std::string condition(const std::string& id, const std::string& patient = "p") {
  return R"({"resource": {"resourceType": "Condition", "id": ")" + id + R"(", "subject": {"reference": "Patient/)" +
         patient + R"("}}})";
}
inline std::string page(const std::string& entries, const std::string& next = "") {
  const std::string link = next.empty() ? "" : R"(, "link": [{"relation": "next", "url": ")" + next + R"("}])";
  return R"({"resourceType": "Bundle", "type": "searchset", "entry": [)" + entries + "]" + link + "}";
}
inline std::string json(const std::string& body) { return http_response(200, body); }

}  // namespace server_test
