// The bytes that all calls under way hold together: bounded, so that memory is.
#pragma once

#include <atomic>
#include <cstddef>

namespace server {

class BytesInFlight {
 public:
  explicit BytesInFlight(std::size_t most) : most_(most) {}
  BytesInFlight(const BytesInFlight&) = delete;
  BytesInFlight& operator=(const BytesInFlight&) = delete;

  std::size_t now() const { return now_; }

  // What one call holds; given back at its end. Of one thread at a time.
  class Share {
   public:
    explicit Share(BytesInFlight& whole) : whole_(whole) {}
    ~Share() { whole_.now_ -= bytes_; }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    // False, and nothing changes, if all calls together would then hold more than they may.
    bool grow_to(std::size_t bytes) { return bytes <= bytes_ || add(bytes - bytes_); }
    bool add(std::size_t bytes) {
      if (whole_.now_.fetch_add(bytes) + bytes > whole_.most_) {
        whole_.now_ -= bytes;
        return false;
      }
      bytes_ += bytes;
      return true;
    }
    // Of what it has added, before its end.
    void give_back(std::size_t bytes) {
      whole_.now_ -= bytes;
      bytes_ -= bytes;
    }

   private:
    BytesInFlight& whole_;
    std::size_t bytes_ = 0;
  };

 private:
  const std::size_t most_;
  std::atomic<std::size_t> now_{0};
};

}  // namespace server
