#include "server/replay_memory.h"

#include <openssl/evp.h>

#include <algorithm>
#include <optional>
#include <queue>
#include <set>
#include <utility>
#include <vector>

namespace server {
namespace {

// Half of a SHA-256: of fixed size however long the jti is, and nobody finds two texts with the same.
using Digest = std::array<unsigned char, 16>;

std::optional<Digest> digest_of(const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> whole{};
  if (EVP_Digest(text.data(), text.size(), whole.data(), nullptr, EVP_sha256(), nullptr) != 1) return std::nullopt;
  Digest digest;
  std::copy_n(whole.begin(), digest.size(), digest.begin());
  return digest;
}

}  // namespace

// Those of one issuer. In a tree, since a client that chooses its numbers must not be able to make looking slow.
class ReplayMemoryOfProcess::Tokens {
 public:
  Remembered remember(const Digest& digest, WallTime until, WallTime now, std::size_t most) {
    const std::scoped_lock lock(mutex_);
    for (; !first_to_go_.empty() && first_to_go_.top().first <= now; first_to_go_.pop()) {
      forgotten_until_ = std::max(forgotten_until_, first_to_go_.top().first);
      seen_.erase(first_to_go_.top().second);
    }
    // It has expired while it was verified, and what would be remembered of it is forgotten at once; or it may be one
    // of those that were forgotten while the clock was ahead.
    if (until <= std::max(now, forgotten_until_)) return Remembered::seen_before;
    if (seen_.contains(digest)) return Remembered::seen_before;
    if (seen_.size() >= most) return Remembered::no_room;
    seen_.insert(digest);
    first_to_go_.emplace(until, digest);
    return Remembered::first_time;
  }

 private:
  using Expiry = std::pair<WallTime, Digest>;

  std::mutex mutex_;
  std::set<Digest> seen_;
  std::priority_queue<Expiry, std::vector<Expiry>, std::greater<>> first_to_go_;
  WallTime forgotten_until_ = WallTime::min();  // the latest of those that were forgotten
};

ReplayMemoryOfProcess::ReplayMemoryOfProcess(WallClock clock, IdentityLimits limits)
    : clock_(std::move(clock)), limits_(limits) {}
ReplayMemoryOfProcess::~ReplayMemoryOfProcess() = default;

ReplayMemoryOfProcess::Tokens& ReplayMemoryOfProcess::tokens_of(const std::string& issuer) {
  const std::scoped_lock lock(mutex_);
  auto& tokens = issuers_[issuer];
  if (!tokens) tokens = std::make_unique<Tokens>();
  return *tokens;
}

Awaitable<Remembered> ReplayMemoryOfProcess::remember(std::string issuer, std::string token_id, WallTime until) {
  const auto digest = digest_of(token_id);
  if (!digest) co_return Remembered::unavailable;
  co_return tokens_of(issuer).remember(*digest, until, clock_(), limits_.remembered_tokens);
}

}  // namespace server
