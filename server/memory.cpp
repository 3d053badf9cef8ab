#include "server/memory.h"

#include <utility>

#include "server/log.h"
#include "server/metrics.h"

namespace server {
namespace {

using fhir::Result;

// What goes wrong with the store is counted and told; a thread that keeps failing says so once.
StoreObserver observer(QuietedCards* quieted) {
  StoreObserver observer;
  observer.on_error = [](std::string_view operation) { metrics().feedback_store_errors.of({operation}).Increment(); };
  observer.on_state = [was_down = false](bool up, const fhir::Issue& reason) mutable {
    metrics().feedback_store_up.Set(up ? 1 : 0);
    // That all is well from the start needs no line.
    if (!std::exchange(was_down, !up) && up) return;
    log_event(up ? LogLevel::info : LogLevel::error, up ? "store-up" : "store-down",
              {{LogName::detail, std::string_view(reason.diagnostics)}});
  };
  if (quieted != nullptr)
    observer.on_overrides = [quieted](std::vector<Override> overrides) { quieted->learn(overrides); };
  return observer;
}

StoreObserver token_observer() {
  auto observer = server::observer(nullptr);
  observer.on_state = {};
  return observer;
}

Result<Pseudonyms> pseudonyms_for(const OperationsChoice& choice) {
  if (choice.pseudonym_key.empty()) return Pseudonyms::of_process();
  return Pseudonyms::with_key_in(choice.pseudonym_key);
}

}  // namespace

Memory::Memory(const OperationsChoice& choice) : quieted_(QuietLimits{choice.quiet}) {}

Result<std::unique_ptr<Memory>> Memory::open(const OperationsChoice& choice) {
  auto pseudonyms = pseudonyms_for(choice);
  if (!pseudonyms) return pseudonyms.error();
  auto database = database_at(choice.store);
  if (!database) return fhir::issue(database.error().code, "--store: " + database.error().diagnostics);
  std::optional<FeedbackStore> tokens;
  if (!is_sqlite(choice.store)) {
    auto second = database_at(choice.store);
    if (!second) return fhir::issue(second.error().code, "--store: " + second.error().diagnostics);
    tokens.emplace(std::move(*second));
  }
  std::unique_ptr<Memory> memory(new Memory(choice));
  memory->start(FeedbackStore(std::move(*database)), std::move(tokens), std::move(*pseudonyms), choice);
  return memory;
}

void Memory::start(FeedbackStore feedback, std::optional<FeedbackStore> tokens, Pseudonyms pseudonyms,
                   const OperationsChoice& choice) {
  StoreSettings settings;
  settings.keep_for = choice.keep;
  store_ = std::make_unique<StoreThread>(std::move(feedback), observer(&quieted_), settings);
  history_.emplace(
      std::move(pseudonyms), quieted_,
      [store = store_.get()](fhir::List<ShownCard> cards) { return store->keep_later(std::move(cards)); }, time_of_day);
  if (!tokens) return;
  token_store_ = std::make_unique<StoreThread>(std::move(*tokens), token_observer(), StoreSettings{});
  shared_tokens_.emplace(own_tokens_,
                         [store = token_store_.get()](UsedToken token) { return store->use(std::move(token)); });
}

FeedbackService::Keep Memory::keep_feedback() {
  return [store = store_.get()](std::vector<KeptFeedback> items) { return store->keep(std::move(items)); };
}

Memory::Outcomes Memory::outcomes() {
  return [store = store_.get()](Milliseconds from, Milliseconds until) { return store->outcomes(from, until); };
}

void Memory::stop() {
  if (token_store_) token_store_->stop();
  store_->stop();
}

}  // namespace server
