// One keep-alive connection to the server under load: one request after another, and what became of each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bench {

// How a request ended.
enum class Outcome : std::uint8_t {
  answered,  // 200, of the length that was expected
  refused,   // 503: the server says that it has too much to do
  failed,    // every other status, an answer of another length, or none
};

class Exchange {
 public:
  // Begins to connect to 127.0.0.1; throws std::system_error if there is no descriptor left.
  explicit Exchange(std::uint16_t port);
  ~Exchange();
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  int descriptor() const { return descriptor_; }
  bool is_busy() const { return is_busy_; }
  // The server has said that it takes no further request here, or has closed.
  bool has_ended() const { return has_ended_; }
  // True if it waits until it can send more.
  bool wants_to_send() const { return is_busy_ && !unsent_.empty(); }

  // Sends what goes at once. `request` must outlive the exchange; `answer_bytes`: of the body, 0 for any.
  void begin(std::string_view request, std::size_t answer_bytes);
  // Called when the descriptor is ready: goes on sending and receiving; the outcome when the request has ended.
  std::optional<Outcome> proceed();

 private:
  void send_some();
  std::optional<Outcome> receive_some();
  std::optional<Outcome> take(std::string_view bytes);
  bool read_head();
  std::optional<Outcome> end(Outcome outcome);

  int descriptor_;
  bool is_busy_ = false;
  bool has_ended_ = false;
  std::string_view unsent_;
  std::size_t expected_bytes_ = 0;
  std::string head_;  // of the response, as far as it is here
  bool has_head_ = false;
  unsigned status_ = 0;
  std::size_t body_bytes_ = 0;  // by Content-Length
  std::size_t body_received_ = 0;
};

}  // namespace bench
