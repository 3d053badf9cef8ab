// The options of the commands, each declared once.
#pragma once

#include <CLI/App.hpp>
#include <optional>
#include <string>

#include "server/config.h"

namespace server {

inline constexpr std::string_view environment_prefix = "BONE_HEALTH_CDS_";

// Makes the option also that environment variable: --tls-cert, BONE_HEALTH_CDS_TLS_CERT.
CLI::Option* with_environment(CLI::Option* option);

// These read "ADDRESS:PORT" and "2026-06-15"; they return what was expected instead, "" if all is well.
std::string parse_listen(const std::string& text, ListenAddress& listen);
std::string parse_day(const std::string& text, std::optional<fhir::Day>& day);

void declare_listen(CLI::App& app, ListenAddress& listen);
void declare_guideline(CLI::App& app, GuidelineChoice& choice);
void declare_fhir(CLI::App& app, FhirChoice& choice);
void declare_exposure(CLI::App& app, ExposureChoice& choice);
void declare_operations(CLI::App& app, OperationsChoice& choice);
void declare_report(CLI::App& app, ReportCommand& report);

// With what was not said: it depends on the machine, and on whether it is for trying out.
ServeCommand with_defaults(ServeCommand serve);
ReportCommand with_defaults(ReportCommand report);

}  // namespace server
