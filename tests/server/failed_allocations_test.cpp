// Where there was no memory for a moment, all goes on when there is some again. Asio takes its memory by aligned_alloc;
// the linker puts the one of this file in its place.
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <cstddef>
#include <new>
#include <string>

#include "server/deadlines.h"
#include "server/turnstile.h"

namespace {

thread_local bool is_out_of_memory = false;

template <class Work>
void without_memory(Work work) {
  is_out_of_memory = true;
  try {
    work();
  } catch (...) {
    is_out_of_memory = false;
    throw;
  }
  is_out_of_memory = false;
}

}  // namespace

extern "C" {
void* __real_aligned_alloc(std::size_t alignment, std::size_t bytes);
void* __wrap_aligned_alloc(std::size_t alignment, std::size_t bytes) {
  return is_out_of_memory ? nullptr : __real_aligned_alloc(alignment, bytes);
}
}

namespace server {
namespace {

using namespace std::chrono_literals;

Awaitable<void> pass(Turnstile& turnstile, char name, std::string& begun) {
  bool is_granted = turnstile.lets_go();
  if (!is_granted) is_granted = co_await turnstile.wait();
  if (is_granted) begun += name;
}

TEST(FailedAllocations, leave_the_turnstile_turning) {
  boost::asio::io_context loop{1};
  const TurnLimits limits{1, 1h, 2h, 2, 1h};
  Turnstile turnstile(loop, limits);
  std::string begun;
  EXPECT_THROW(without_memory([&] { turnstile.lets_go(); }), std::bad_alloc);
  for (const char name : {'A', 'B'}) boost::asio::co_spawn(loop, pass(turnstile, name, begun), boost::asio::detached);
  while (loop.poll() > 0) {
  }
  EXPECT_EQ(begun, "AB");
}

struct Patient : Deadlines::Waiter {
  int given_up = 0;
  void give_up() override { ++given_up; }
};

TEST(FailedAllocations, leave_deadlines_looked_after) {
  boost::asio::io_context loop{1};
  Deadlines deadlines(loop);
  Patient patient;
  patient.expect_by(std::chrono::steady_clock::now());
  EXPECT_THROW(without_memory([&] { const Deadlines::Wait wait(deadlines, patient); }), std::bad_alloc);
  const Deadlines::Wait wait(deadlines, patient);
  while (patient.given_up == 0 && loop.run_one() > 0) {
  }
  EXPECT_EQ(patient.given_up, 1);
}

}  // namespace
}  // namespace server
