#include "tests/bench/servers/naive_answer.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <boost/uuid/uuid_generators.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <optional>
#include <set>
#include <stdexcept>
#include <vector>

namespace bench {
namespace {

using rapidjson::Value;
using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

const std::set<std::string> aromatase_inhibitors{"72965",  "84857",   "258494", "200064", "199224",
                                                 "310261", "1098617", "352306", "261267", "205794"};
const std::set<std::string> t_scores{"38267-1", "80945-9", "80946-7", "80947-5", "80948-3", "38265-5", "38263-0"};
const std::set<std::string> risks{"59621000", "254837009", "64859006", "363406005", "77176002", "40930008"};
const std::set<std::string> bone_drugs{"77655", "46041", "115264", "993449", "73056"};
const std::set<std::string> laboratory{"33914-3", "17861-6", "1989-3", "62238-1", "98979-8"};

// What is missing on the way counts as null.
const Value& member(const Value& value, const char* name) {
  static const Value nothing;
  if (!value.IsObject()) return nothing;
  const auto found = value.FindMember(name);
  return found == value.MemberEnd() ? nothing : found->value;
}

std::string text(const Value& value) { return value.IsString() ? std::string(value.GetString()) : std::string(); }

std::vector<const Value*> elements(const Value& value) {
  std::vector<const Value*> all;
  if (value.IsArray())
    for (const auto& element : value.GetArray()) all.push_back(&element);
  return all;
}

bool has_code(const Value& concept_value, const std::set<std::string>& codes) {
  for (const auto* coding : elements(member(concept_value, "coding")))
    if (codes.count(text(member(*coding, "code"))) > 0) return true;
  return false;
}

std::vector<const Value*> resources(const Value& bundle) {
  std::vector<const Value*> all;
  for (const auto* entry : elements(member(bundle, "entry"))) all.push_back(&member(*entry, "resource"));
  return all;
}

struct Finding {
  std::string what;
  std::string value;
  std::string source;
  std::string date;
};

struct NaiveFacts {
  std::string patient;
  std::string birth_date;
  std::optional<double> t_score;
  std::string t_score_date;
  std::vector<Finding> findings;
};

Finding finding(const Value& resource, std::string value, const char* date) {
  return {text(member(member(resource, "code"), "text")), std::move(value),
          text(member(resource, "resourceType")) + "/" + text(member(resource, "id")), text(member(resource, date))};
}

void find_t_score(const Value& bundle, NaiveFacts& facts) {
  for (const auto* observation : resources(bundle)) {
    const auto& value = member(member(*observation, "valueQuantity"), "value");
    const auto date = text(member(*observation, "effectiveDateTime"));
    if (!has_code(member(*observation, "code"), t_scores) || !value.IsNumber() || date < facts.t_score_date) continue;
    facts.t_score = value.GetDouble();
    facts.t_score_date = date;
    facts.findings.push_back(finding(*observation, std::to_string(*facts.t_score), "effectiveDateTime"));
  }
}

void find_all(const Value& bundle, const char* concept_name, const std::set<std::string>& codes, const char* date,
              NaiveFacts& facts) {
  for (const auto* resource : resources(bundle)) {
    if (!has_code(member(*resource, concept_name), codes)) continue;
    const auto& value = member(member(*resource, "valueQuantity"), "value");
    facts.findings.push_back(finding(*resource, value.IsNumber() ? std::to_string(value.GetDouble()) : "yes", date));
  }
}

NaiveFacts facts_of(const Value& call) {
  NaiveFacts facts;
  const auto& prefetch = member(call, "prefetch");
  facts.patient = text(member(member(call, "context"), "patientId"));
  facts.birth_date = text(member(member(prefetch, "patient"), "birthDate"));
  find_t_score(member(prefetch, "boneDensity"), facts);
  find_all(member(prefetch, "conditions"), "code", risks, "recordedDate", facts);
  find_all(member(prefetch, "medications"), "medicationCodeableConcept", bone_drugs, "authoredOn", facts);
  find_all(member(prefetch, "labs"), "code", laboratory, "effectiveDateTime", facts);
  find_all(member(prefetch, "observations"), "code", {"72166-2", "39156-5", "90265-0"}, "effectiveDateTime", facts);
  return facts;
}

void write(Writer& json, const char* name, const std::string& value) {
  json.Key(name);
  json.String(value.c_str());
}

std::string new_uuid() {
  static boost::uuids::random_generator generator;
  return to_string(generator());
}

void write_findings(Writer& json, const NaiveFacts& facts) {
  json.Key("facts");
  json.StartArray();
  for (const auto& [what, value, source, date] : facts.findings) {
    json.StartObject();
    write(json, "name", what);
    write(json, "value", value);
    write(json, "source", source);
    write(json, "date", date);
    json.EndObject();
  }
  json.EndArray();
}

void write_order(Writer& json, const std::string& patient, const std::string& what) {
  json.StartObject();
  write(json, "label", "Order " + what);
  write(json, "uuid", new_uuid());
  json.Key("actions");
  json.StartArray();
  json.StartObject();
  write(json, "type", "create");
  write(json, "description", "Creates a draft order: " + what);
  json.Key("resource");
  json.StartObject();
  write(json, "resourceType", "ServiceRequest");
  write(json, "status", "draft");
  write(json, "intent", "proposal");
  json.Key("subject");
  json.StartObject();
  write(json, "reference", "Patient/" + patient);
  json.EndObject();
  json.EndObject();
  json.EndObject();
  json.EndArray();
  json.EndObject();
}

void write_card(Writer& json, const NaiveFacts& facts, const std::string& summary, const std::string& advice) {
  json.StartObject();
  write(json, "uuid", new_uuid());
  write(json, "summary", summary);
  std::string detail = "**Found:** born " + facts.birth_date + ".";
  for (const auto& one : facts.findings) detail += "\n- " + one.what + ": " + one.value + " (" + one.date + ")";
  for (int line = 0; line < 10; ++line)
    detail += "\n- " + advice + " Discuss with the patient what this means for her treatment.";
  write(json, "detail", detail);
  write(json, "indicator", "warning");
  json.Key("source");
  json.StartObject();
  write(json, "label", "A guideline");
  write(json, "url", "https://example.org/guideline");
  json.EndObject();
  json.Key("suggestions");
  json.StartArray();
  for (const char* what : {"a bone density scan", "calcium", "vitamin D"}) write_order(json, facts.patient, what);
  json.EndArray();
  json.Key("extension");
  json.StartObject();
  write_findings(json, facts);
  json.EndObject();
  json.EndObject();
}

bool is_about_us(const Value& call) {
  for (const auto* order : resources(member(member(call, "context"), "draftOrders")))
    if (has_code(member(*order, "medicationCodeableConcept"), aromatase_inhibitors)) return true;
  return false;
}

}  // namespace

std::string naive_answer(const std::string& body) {
  rapidjson::Document call;
  call.Parse<rapidjson::kParseValidateEncodingFlag | rapidjson::kParseFullPrecisionFlag>(body.c_str());
  if (call.HasParseError() || text(member(call, "hook")) != "order-sign") throw std::runtime_error("not a call");
  rapidjson::StringBuffer buffer;
  Writer json(buffer);
  json.StartObject();
  json.Key("cards");
  json.StartArray();
  if (is_about_us(call)) {
    const auto facts = facts_of(call);
    const bool is_low = facts.t_score && *facts.t_score < -2.0;
    write_card(json, facts, is_low ? "Bone-protective drug indicated" : "Bone density: measure it",
               "Aromatase inhibitors cost about two percent of bone density a year.");
    write_card(json, facts, "Calcium, vitamin D and exercise", "Calcium and vitamin D, from food or tablets.");
  }
  json.EndArray();
  json.EndObject();
  return buffer.GetString();
}

}  // namespace bench
