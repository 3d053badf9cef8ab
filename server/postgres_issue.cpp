#include "server/postgres_issue.h"

#include <array>

namespace server {
namespace {

using fhir::IssueType;

struct Meaning {
  std::string_view sqlstate;  // or the class, its first two characters
  IssueType type;
  const char* words;
  bool of_server;  // see is_failure_of_server
};

// The first that fits counts.
constexpr std::array meanings = {
    Meaning{"53100", IssueType::transient, "the disk of the database is full", true},
    Meaning{"53", IssueType::transient, "the database server has no memory or connections left", true},
    Meaning{"57014", IssueType::transient, "the database took too long", false},
    Meaning{"57", IssueType::transient, "the database server is starting or stopping", true},
    Meaning{"08", IssueType::transient, "the database cannot be reached, or refuses our login", true},
    Meaning{"28", IssueType::transient, "the database cannot be reached, or refuses our login", true},
    Meaning{"3D", IssueType::transient, "the database server has no such database", true},
    Meaning{"25006", IssueType::transient, "the database is read-only", true},
    Meaning{"25", IssueType::transient, "the database has ended the transaction", true},
    Meaning{"40", IssueType::transient, "another transaction was in the way", false},
    Meaning{"55", IssueType::transient, "the database is locked by another program", false},
    Meaning{"58", IssueType::transient, "the database server cannot read or write its files", true},
    Meaning{"XX", IssueType::exception, "the database is damaged", true},
    Meaning{"42501", IssueType::exception, "the database does not permit our user what is needed", true},
    Meaning{"22", IssueType::invalid, "the database does not accept a value", false},
    Meaning{"23", IssueType::invalid, "the database does not accept a value", false},
    Meaning{"54", IssueType::invalid, "the database does not accept a value", false},
};
constexpr Meaning any_other = {"", IssueType::exception, "the database refuses a statement", true};
constexpr std::string_view unreachable = "08";

const Meaning& meaning_of(std::string_view sqlstate) {
  if (sqlstate.empty()) sqlstate = unreachable;
  for (const auto& meaning : meanings)
    if (sqlstate.starts_with(meaning.sqlstate)) return meaning;
  return any_other;
}

}  // namespace

fhir::Issue postgres_issue(std::string_view sqlstate) {
  const auto& meaning = meaning_of(sqlstate);
  return fhir::issue(meaning.type, meaning.words);
}

bool is_failure_of_server(std::string_view sqlstate) { return meaning_of(sqlstate).of_server; }

}  // namespace server
