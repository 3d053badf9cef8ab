#include "server/metrics.h"

#include <prometheus/text_serializer.h>

#include "server/process_usage.h"
#include "server/tally.h"

namespace server {
namespace {

using prometheus::BuildCounter;
using prometheus::BuildGauge;
using prometheus::BuildHistogram;
using prometheus::Registry;

// Seconds: an EHR waits half of one to two.
const prometheus::Histogram::BucketBoundaries buckets{.005, .01, .025, .05, .1, .25, .5, 1, 2, 5};

prometheus::Family<prometheus::Counter>& counters(Registry& registry, const char* name, const char* help) {
  return BuildCounter().Name(name).Help(help).Register(registry);
}
prometheus::Family<prometheus::Gauge>& gauges(Registry& registry, const char* name, const char* help) {
  return BuildGauge().Name(name).Help(help).Register(registry);
}
prometheus::Family<prometheus::Histogram>& histograms(Registry& registry, const char* name, const char* help) {
  return BuildHistogram().Name(name).Help(help).Register(registry);
}
prometheus::Gauge& gauge(Registry& registry, const char* name, const char* help) {
  return gauges(registry, name, help).Add({});
}
prometheus::Counter& counter(Registry& registry, const char* name, const char* help) {
  return counters(registry, name, help).Add({});
}

}  // namespace

Metrics::Metrics()
    : http_requests(counters(registry_, "cds_http_requests_total", "Requests answered"), {"route", "status"}),
      http_seconds(histograms(registry_, "cds_http_request_duration_seconds",
                              "From the first byte of a request to the last of its response"),
                   {"route"}, buckets),
      rejected(counters(registry_, "cds_rejected_total", "Requests answered 503 because there is too much to do"),
               {"reason"}),
      auth_failures(counters(registry_, "cds_auth_failures_total", "Callers refused"), {"reason"}),
      jwks_refreshes(counters(registry_, "cds_jwks_refreshes_total", "Fetches of JWK Sets"), {"client", "result"}),
      connections_open(gauge(registry_, "cds_connections_open", "Connections that are open")),
      bytes_in_flight(gauge(registry_, "cds_bytes_in_flight", "Bytes held for calls under way")),
      draining(gauge(registry_, "cds_draining", "1 while the service is ending")),
      prefetch(counters(registry_, "cds_prefetch_total", "Prefetch keys of calls about orders of ours"),
               {"key", "result"}),
      fhir_requests(counters(registry_, "cds_fhir_requests_total", "Requests to FHIR servers"), {"client", "result"}),
      fhir_seconds(histograms(registry_, "cds_fhir_request_duration_seconds", "Time that FHIR servers took"),
                   {"client"}, buckets),
      facts_unknown(counters(registry_, "cds_facts_unknown_total", "Facts unknown in advised calls"), {"fact", "why"}),
      decisions(counters(registry_, "cds_decisions_total", "Rules that held in advised calls"),
                {"cds_service", "table", "rule"}),
      cards(counters(registry_, "cds_cards_total", "Cards answered"), {"cds_service", "card", "indicator"}),
      silent(counters(registry_, "cds_silent_total", "Calls answered without a card"), {"cds_service", "reason"}),
      cards_withheld(counters(registry_, "cds_cards_withheld_total",
                              "Cards not shown because a clinician has answered them before"),
                     {"cds_service", "card"}),
      unrecognised_orders(counters(registry_, "cds_unrecognised_orders_total",
                                   "Orders that name an aromatase inhibitor without a code we know"),
                          {"reason"}),
      feedback(counters(registry_, "cds_feedback_total", "Feedback kept"), {"card", "outcome", "reason"}),
      feedback_store_errors(counters(registry_, "cds_feedback_store_errors_total", "What the store could not do"),
                            {"operation"}),
      feedback_store_up(gauge(registry_, "cds_feedback_store_up", "1 if the store last did what it was asked")),
      shown_cards_dropped(
          counter(registry_, "cds_shown_cards_dropped_total", "Cards shown that the store will not know of")),
      replay_memory_fallbacks(counter(registry_, "cds_replay_memory_fallbacks_total",
                                      "Tokens looked for in the memory of this process alone")),
      guideline_info(gauges(registry_, "cds_guideline_info", "The guideline that advice is given by"),
                     {"id", "version", "sha256"}),
      guideline_review_by(
          gauges(registry_, "cds_guideline_review_by_timestamp_seconds", "When the guideline is to be reviewed"),
          {"id"}),
      reloads(counters(registry_, "cds_reloads_total", "Files read again while running"), {"what", "result"}),
      build_info(gauges(registry_, "cds_build_info", "The program"), {"version", "commit"}),
      resident_memory_(gauge(registry_, "process_resident_memory_bytes", "Resident memory")),
      open_descriptors_(gauge(registry_, "process_open_fds", "Open file descriptors")),
      most_descriptors_(gauge(registry_, "process_max_fds", "File descriptors that may be open")),
      start_time_(gauge(registry_, "process_start_time_seconds", "When the process started, since 1970")),
      cpu_seconds_(counter(registry_, "process_cpu_seconds_total", "CPU time, of user and system")) {
  // What has few values is there from the start: "none yet" and "not counted" are two things.
  for (const auto* reason : {"connections", "lag", "bytes", "signatures"}) rejected.of({reason});
  for (const auto* reason : {"text_only", "unknown_code"}) unrecognised_orders.of({reason});
  for (const auto* operation : {"feedback", "shown", "tokens", "overrides", "probe", "forget"})
    feedback_store_errors.of({operation});
  build_info.of({BONE_HEALTH_CDS_VERSION, BONE_HEALTH_CDS_COMMIT}).Set(1);
  for (const auto* what : {"guideline", "clients", "certificate", "audit"})
    for (const auto* result : {"ok", "refused"}) reloads.of({what, result});
}

void Metrics::show_guideline(std::string_view id, std::string_view version, std::string_view sha256) {
  if (guideline_ != nullptr) guideline_->Set(0);
  guideline_ = &guideline_info.of({id, version, sha256});
  guideline_->Set(1);
}

void Metrics::measure_process() {
  const ProcessUsage usage = process_usage();
  resident_memory_.Set(usage.resident_bytes);
  open_descriptors_.Set(usage.open_descriptors);
  most_descriptors_.Set(usage.most_descriptors);
  start_time_.Set(usage.start_time);
  if (const double more = usage.cpu_seconds - cpu_seconds_.Value(); more > 0) cpu_seconds_.Increment(more);
}

std::string Metrics::to_text() {
  measure_process();
  add_tallies();
  return prometheus::TextSerializer().Serialize(registry_.Collect());
}

Metrics& metrics() {
  static Metrics ours;
  return ours;
}

}  // namespace server
