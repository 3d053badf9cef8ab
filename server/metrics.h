// What the service counts: one number for each thing that those who operate it want to see or be woken for. RUNBOOK.md
// says what each means. Nothing of a patient is in any of them, and no label has a value that came with a call.
#pragma once

#include <string>

#include "server/metric_family.h"

namespace server {

class Metrics {
 private:
  prometheus::Registry registry_;

 public:
  Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // HTTP: what was answered, and what was not even looked at.
  CounterFamily http_requests;   // route, status
  HistogramFamily http_seconds;  // route
  CounterFamily rejected;        // reason: connections, lag, bytes, signatures
  CounterFamily auth_failures;   // reason
  CounterFamily jwks_refreshes;  // client, result: ok, failed
  prometheus::Gauge& connections_open;
  prometheus::Gauge& bytes_in_flight;
  prometheus::Gauge& draining;

  // What came with calls, and what was fetched for them. Of the first, and of what follows the first two, some is
  // behind until add_tallies() (tally.h).
  CounterFamily prefetch;        // key, result: present, empty, missing, error
  CounterFamily fhir_requests;   // client, result: ok, failed, timeout, refused
  HistogramFamily fhir_seconds;  // client

  // What was decided, and what was not said. (Prometheus gives targets a label "service" of its own.)
  CounterFamily facts_unknown;        // fact, why: not_found, not_looked
  CounterFamily decisions;            // cds_service, table, rule
  CounterFamily cards;                // cds_service, card, indicator
  CounterFamily silent;               // cds_service, reason
  CounterFamily cards_withheld;       // cds_service, card
  CounterFamily unrecognised_orders;  // reason: text_only, unknown_code

  // What is kept.
  CounterFamily feedback;               // card, outcome, reason
  CounterFamily feedback_store_errors;  // operation
  prometheus::Gauge& feedback_store_up;
  prometheus::Counter& shown_cards_dropped;
  prometheus::Counter& replay_memory_fallbacks;

  // By what is decided, and what the program is.
  GaugeFamily guideline_info;       // id, version, sha256: 1 for the one that counts
  GaugeFamily guideline_review_by;  // id
  CounterFamily reloads;            // what: guideline, clients, certificate; result: ok, refused
  GaugeFamily build_info;           // version, commit

  // The guideline that advice is given by from now on.
  void show_guideline(std::string_view id, std::string_view version, std::string_view sha256);

  // All of it in the text format of Prometheus, with the process's own numbers as they are now.
  std::string to_text();

 private:
  void measure_process();

  prometheus::Gauge* guideline_ = nullptr;  // of guideline_info, the one that is 1
  prometheus::Gauge& resident_memory_;
  prometheus::Gauge& open_descriptors_;
  prometheus::Gauge& most_descriptors_;
  prometheus::Gauge& start_time_;
  prometheus::Counter& cpu_seconds_;
};

// Those of this process.
Metrics& metrics();

}  // namespace server
