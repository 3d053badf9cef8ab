#include "server/sqlite_issue.h"

#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>

namespace server {
namespace {

using fhir::IssueType;

constexpr int primary(int code) { return code & 0xff; }

bool is_there_and_not_writable(const std::filesystem::path& file) {
  return ::access(file.c_str(), F_OK) == 0 && ::access(file.c_str(), W_OK) != 0;
}

fhir::Issue transient(const char* words) { return fhir::issue(IssueType::transient, words); }

fhir::Issue issue_of_file(int code, int system_error, const std::filesystem::path& file) {
  if (system_error == ENOSPC || system_error == EDQUOT) return transient("the disk of the database is full");
  if (code == SQLITE_READONLY_DBMOVED) return transient("the database file was moved or deleted");
  if (is_there_and_not_writable(file)) return transient("the database file is read-only");
  if (primary(code) == SQLITE_IOERR) return transient("the database file cannot be read or written");
  return transient("the database file cannot be opened");
}

}  // namespace

fhir::Issue sqlite_issue(int code, int system_error, const std::filesystem::path& file) {
  switch (primary(code)) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return transient("the database file is locked by another program");
    case SQLITE_FULL:
      return transient("the disk of the database is full");
    case SQLITE_READONLY:
      if (code != SQLITE_READONLY_DBMOVED) return transient("the database file is read-only");
      [[fallthrough]];
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return issue_of_file(code, system_error, file);
    case SQLITE_NOMEM:
      return transient("there is no memory for the database");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return fhir::issue(IssueType::exception, "the database file is damaged, or is none");
    case SQLITE_CONSTRAINT:
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH:
      return fhir::issue(IssueType::invalid, "the database does not accept a value");
    default:
      return fhir::issue(IssueType::exception, "the database refuses a statement");
  }
}

bool is_failure_of_file(int code) {
  switch (primary(code)) {
    case SQLITE_FULL:
    case SQLITE_READONLY:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_NOMEM:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_ERROR:  // a table that is missing: another file may have been put in its place
      return true;
    default:
      return false;
  }
}

}  // namespace server
