#include "server/serve.h"

#include <algorithm>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "server/admin.h"
#include "server/audit.h"
#include "server/buffered_log.h"
#include "server/cores.h"
#include "server/dashboard.h"
#include "server/exposure.h"
#include "server/guideline_files.h"
#include "server/http_server.h"
#include "server/log.h"
#include "server/memory.h"
#include "server/metrics.h"
#include "server/outcome_counts.h"
#include "server/process_protection.h"
#include "server/serving.h"
#include "server/signals.h"
#include "server/tls_identity.h"

namespace server {
namespace {

using fhir::Result;

std::string_view mode_of(const ExposureChoice& exposure) {
  if (exposure.sandbox) return "sandbox: to anybody on this machine";
  return exposure.behind_proxy ? "plain HTTP behind a proxy" : "to authenticated clients";
}

// How reading something again has ended: it is counted, and told.
void tell_reload(std::string_view what, const Result<void>& done) {
  metrics().reloads.of({what, done ? "ok" : "refused"}).Increment();
  const std::string why = done ? "" : done.error().diagnostics;
  log_event(done ? LogLevel::info : LogLevel::error, done ? "reloaded" : "reload-refused",
            {{LogName::what, what}, {LogName::detail, std::string_view(why)}});
}

// By what is advised now.
void show_guideline(const Knowledge& knowledge) {
  const rules::Guideline& guideline = *knowledge.guideline;
  metrics().show_guideline(guideline.id(), guideline.version(), knowledge.sha256);
  if (const auto day = guideline.review_by())
    metrics()
        .guideline_review_by.of({guideline.id()})
        .Set(static_cast<double>(std::chrono::sys_days(*day).time_since_epoch() / std::chrono::seconds(1)));
}

// All that serving needs, in the order in which it is made; the opposite order ends it.
class Service {
 public:
  explicit Service(const ServeCommand& command)
      : command_(command),
        signatures_(command.exposure.sandbox ? 0 : usable_cores(), IdentityLimits().waiting_signatures) {}

  // Refuses (Issue) what cannot be served so.
  Result<void> prepare() {
    if (const auto begun = start_audit(command_.operations.audit); !begun) return begun.error();
    auto memory = Memory::open(command_.operations);
    if (!memory) return memory.error();
    memory_ = std::move(*memory);
    auto knowledge = load_knowledge(command_.guideline);
    if (!knowledge) return knowledge.error();
    auto serving = load_serving(std::move(*knowledge));
    if (!serving) return serving.error();
    serving_ = std::move(*serving);
    show_guideline(serving_->knowledge());
    return load_certificate();
  }

  // Until a signal; refuses (Issue) an address that cannot be had.
  Result<void> run() {
    Signals signals;
    HttpServer hooks(Serving::site(serving_, command_), {usable_cores(), {}, identity_.get()});
    Router admin_router = admin_routes(hooks, draining_);
    add_dashboard(admin_router, memory_->outcomes(), time_of_day);
    HttpServer admin(Site{std::move(admin_router), {}, Cors::listed({})}, {});
    auto address = command_.listen;
    memory_->await_beginning();
    if (const auto listening = listen(hooks, address); !listening) return listening.error();
    if (const auto listening = listen_for_admin(admin); !listening) return listening.error();
    log_event(LogLevel::info, "serving",
              {{LogName::guideline, serving_->knowledge().guideline->id()},
               {LogName::version, serving_->knowledge().guideline->version()},
               {LogName::address, std::string_view(address.origin(identity_ ? "https" : "http"))},
               {LogName::detail, mode_of(command_.exposure)}});
    std::thread watched;
    if (command_.operations.admin) watched = std::thread([&admin] { admin.run(); });
    signals.run(hooks, actions(hooks));
    // Before the server: what still waits there is a part of its connections.
    signatures_.stop();
    outbound_.stop();
    memory_->stop();
    admin.stop_at_once();
    if (watched.joinable()) watched.join();
    log_event(LogLevel::info, "ended", {});
    return {};
  }

 private:
  ServingContext context() {
    return {outbound_, signatures_, memory_->tokens(), memory_->history(), memory_->keep_feedback(), time_of_day};
  }

  Result<void> load_certificate() {
    if (command_.exposure.tls.certificate.empty()) return {};
    auto identity = TlsIdentity::load(command_.exposure.tls);
    if (!identity) return identity.error();
    identity_ = std::move(*identity);
    return {};
  }

  // Leaves in `address` the port that was got.
  static Result<void> listen(HttpServer& server, ListenAddress& address) {
    if (const auto listening = server.listen(address.address, address.port); !listening)
      return fhir::issue(listening.error().code, address.origin() + ": " + listening.error().diagnostics);
    address.port = server.port();
    return {};
  }

  Result<void> listen_for_admin(HttpServer& admin) const {
    if (!command_.operations.admin) return {};
    auto address = *command_.operations.admin;
    if (const auto listening = listen(admin, address); !listening) return listening.error();
    log_event(LogLevel::info, "admin", {{LogName::address, std::string_view(address.origin())}});
    return {};
  }

  SignalActions actions(HttpServer& hooks) {
    SignalActions actions;
    actions.end = [this] {
      draining_ = true;
      log_event(LogLevel::info, "draining", {});
    };
    actions.reload = [this, &hooks] { reload(hooks); };
    actions.refresh = [this] { refresh_certificate(); };
    actions.log_more = toggle_debug_log;
    actions.end_notice = command_.operations.end_notice;
    return actions;
  }

  void reload(HttpServer& hooks) {
    tell_reload("audit", start_audit(command_.operations.audit));
    reload_serving(hooks);
    refresh_certificate();
  }

  // One swap of the guideline and the clients, or none: a file that is wrong changes nothing.
  void reload_serving(HttpServer& hooks) {
    auto knowledge = load_knowledge(command_.guideline);
    if (!knowledge) return tell_reload("guideline", knowledge.error());
    auto serving = load_serving(std::move(*knowledge));
    if (!serving) return tell_reload("clients", serving.error());
    serving_ = std::move(*serving);
    show_guideline(serving_->knowledge());
    hooks.serve(Serving::site(serving_, command_));
    tell_reload("guideline", {});
    tell_reload("clients", {});
  }

  Result<Serving::Pointer> load_serving(Knowledge knowledge) {
    return Serving::load(command_, context(), std::make_shared<const Knowledge>(std::move(knowledge)));
  }

  void refresh_certificate() {
    if (identity_ == nullptr) return;
    const auto renewed = identity_->refresh();
    if (!renewed) return tell_reload("certificate", renewed.error());
    if (*renewed) tell_reload("certificate", {});
  }

  const ServeCommand& command_;
  Draining draining_{false};
  SignatureChecks signatures_;
  Outbound outbound_;
  std::unique_ptr<Memory> memory_;
  Serving::Pointer serving_;
  std::unique_ptr<TlsIdentity> identity_;  // none for plain HTTP
};

// One line: of a guideline that is wrong in many ways the first is enough here.
int refuse(std::string_view why, std::ostream& err) {
  const auto end = std::min(why.find('\n'), why.size());
  err << "bone-health-cds: " << why.substr(0, end);
  if (why.find_first_not_of('\n', end) != std::string_view::npos)
    err << " (and more, which `bone-health-cds check` tells)";
  err << '\n';
  return 1;
}

}  // namespace

int serve(const ServeCommand& command, std::ostream& err) {
  if (const auto why = objection_to(command); !why.empty()) return refuse(why, err);
  set_log_level(command.operations.log_level);
  protect_process();
  if (!command.exposure.sandbox) forbid_inspection();
  const BufferedLog log;
  Service service(command);
  auto done = service.prepare();
  if (done) done = service.run();
  return done ? 0 : refuse(done.error().diagnostics, err);
}

}  // namespace server
