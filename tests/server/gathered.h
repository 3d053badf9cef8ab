// A call's data gathered in a test, with a FHIR server of the test's own or without one.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "knowledge.h"
#include "parsed.h"
#include "run_coroutine.h"
#include "server/gathering.h"
#include "server/outbound.h"

namespace server_test {

class Gathered {
 public:
  // `members` of the call; `fhir_url` of the server it names, "" for none; `version` as the clients file has it.
  explicit Gathered(const std::string& members, const std::string& fhir_url = "", server::GatherLimits limits = {},
                    std::optional<fhir::FhirVersion> version = std::nullopt)
      : body_("{" + members + "}"), limits_(limits), version_(version) {
    request_.patient_id = "p";
    request_.draft_orders = body_["draftOrders"];
    request_.prefetch = body_["prefetch"];
    gathering_ = std::make_unique<server::Gathering>(request_, knowledge()->terminology, outbound_.fhir(),
                                                     access(fhir_url), limits_);
  }
  ~Gathered() { outbound_.stop(); }

  fhir::Result<void> complete() { return run_on(loop_, gathering_->complete()); }
  fhir::Result<void> look_for_drugs_taken() { return run_on(loop_, gathering_->look_for_drugs_taken()); }
  void read_ordered_medications() { run_on(loop_, read_ordered_medications_of(*gathering_)); }
  const fhir::QueryAnswer& operator[](fhir::QueryId id) const { return gathering_->record()[id]; }
  const fhir::PatientRecord& record() const { return gathering_->record(); }
  std::optional<fhir::FhirVersion> version() const { return gathering_->version(); }
  std::size_t fetched() const { return gathering_->fetched().size(); }
  std::vector<std::string_view> failed() const { return gathering_->failed(); }

 private:
  static server::Awaitable<bool> read_ordered_medications_of(server::Gathering& gathering) {
    co_await gathering.read_ordered_medications();
    co_return true;
  }
  fhir::Result<server::FhirAccessPtr> access(const std::string& url) const {
    if (url.empty()) return fhir::issue(fhir::IssueType::security, "the call names no fhirServer");
    auto client = std::make_shared<server::Client>();
    client->any_loopback_server = true;
    client->fhir_version = version_;
    return std::make_shared<const server::FhirAccess>(server::FhirAccess{
        client, *server::parse_url(url), "Bearer t", "", "r1", std::chrono::steady_clock::now() + limits_.deadline});
  }

  Parsed body_;
  server::GatherLimits limits_;
  std::optional<fhir::FhirVersion> version_;
  server::CdsRequest request_{};
  boost::asio::io_context loop_{1};
  server::Outbound outbound_;
  std::unique_ptr<server::Gathering> gathering_;
};

}  // namespace server_test
