#include "tests/bench/load/load_generator.h"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <stdexcept>

namespace bench {
namespace {

using namespace std::chrono_literals;

// What is still under way at the end has so long to end.
constexpr auto longest_end = 10s;
// Connections begun before those that came first are waited for: servers' queues of new connections are short.
constexpr std::size_t connections_at_once = 256;

std::chrono::nanoseconds seconds(double number) {
  return std::chrono::nanoseconds(static_cast<std::int64_t>(number * 1e9));
}

float microseconds(std::chrono::nanoseconds time) { return static_cast<float>(time.count()) / 1000; }

}  // namespace

LoadGenerator::LoadGenerator(const LoadOptions& options)
    : options_(options),
      requests_(options),
      server_core_(options.server_core),
      own_core_(::sched_getcpu()),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      slots_(options.connections),
      gap_(options.rate > 0 ? options.rate : 1) {}

LoadGenerator::~LoadGenerator() { ::close(epoll_); }

LoadResult LoadGenerator::run() {
  connect_all();
  next_ = Clock::now();
  const Time count_from = next_ + seconds(options_.warm_up);
  Time end = Time::max();
  CpuTime before;
  for (Time now = next_; now < end; now = Clock::now()) {
    if (end == Time::max() && now >= count_from) {
      end = now + seconds(options_.seconds);
      begin_counting(now);
      before = cpu_time_of(options_.server);
    }
    offer(now);
    look();
  }
  const CpuTime after = cpu_time_of(options_.server);
  counted_to_ = Clock::now();
  result_.seconds = std::chrono::duration<double>(counted_to_ - counted_from_).count();
  result_.server_cpu_seconds = after.seconds - before.seconds;
  result_.server_switches = after.switches - before.switches;
  result_.longest_stall = std::max(server_core_.longest(), own_core_.longest());
  is_over_ = true;
  if (is_open_loop()) finish(counted_to_ + longest_end);
  return std::move(result_);
}

void LoadGenerator::begin_counting(Time now) {
  counted_from_ = now;
  server_core_.forget();
  own_core_.forget();
  result_ = {};
}

// All connections are there before load is put on any.
void LoadGenerator::connect_all() {
  for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
    connect(slot);
    if (slot % connections_at_once == connections_at_once - 1) ::usleep(2000);
  }
}

void LoadGenerator::connect(std::size_t slot) {
  slots_[slot].exchange = std::make_unique<Exchange>(options_.port);
  slots_[slot].waits_to_send = false;
  epoll_event event{EPOLLIN, {.u64 = slot}};
  if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, slots_[slot].exchange->descriptor(), &event) != 0)
    throw std::runtime_error("epoll_ctl failed");
  idle_.push_back(slot);
}

// Sends what is due, as far as connections are free.
void LoadGenerator::offer(Time now) {
  if (is_open_loop()) {
    make_due(now);
    while (!due_.empty() && now - due_.front() > seconds(options_.patience)) {
      if (counts(due_.front())) ++result_.given_up;
      due_.pop_front();
    }
    for (; !due_.empty() && !idle_.empty(); due_.pop_front()) begin(due_.front());
  } else {
    while (under_way_ < options_.active && !idle_.empty()) {
      if (counts(now)) ++result_.offered;
      begin(now);
    }
  }
}

void LoadGenerator::make_due(Time now) {
  for (; next_ <= now; next_ += seconds(gap_(random_))) {
    due_.push_back(next_);
    if (!counts(next_)) continue;
    ++result_.offered;
    result_.lateness.push_back(microseconds(now - next_));
  }
}

void LoadGenerator::begin(Time due) {
  const std::size_t slot = idle_.front();
  idle_.pop_front();
  slots_[slot].due = due;
  const auto& request = requests_.next();
  slots_[slot].exchange->begin(request.text, request.answer_bytes);
  ++under_way_;
  watch(slot);
}

// Asks for readiness to send only while it waits for that.
void LoadGenerator::watch(std::size_t slot) {
  auto& [exchange, due, waits_to_send] = slots_[slot];
  if (exchange->wants_to_send() == waits_to_send) return;
  waits_to_send = exchange->wants_to_send();
  epoll_event event{waits_to_send ? EPOLLIN | EPOLLOUT : EPOLLIN, {.u64 = slot}};
  ::epoll_ctl(epoll_, EPOLL_CTL_MOD, exchange->descriptor(), &event);
}

// Looks and does not sleep: to wake a sleeper on another core is work, in a virtual machine much, which each answer of
// a slow server would have to do and none of a fast one.
void LoadGenerator::look() {
  constexpr timespec no_time{};
  std::array<epoll_event, 256> events;
  const int ready = ::epoll_pwait2(epoll_, events.data(), events.size(), &no_time, nullptr);
  const Time then = Clock::now();
  for (int i = 0; i < ready; ++i) handle(events[static_cast<std::size_t>(i)].data.u64, then);
}

void LoadGenerator::handle(std::size_t number, Time now) {
  Slot& slot = slots_[number];
  const bool was_busy = slot.exchange->is_busy();
  const auto outcome = slot.exchange->proceed();
  if (outcome) {
    --under_way_;
    if (counts(now)) result_.count_meanwhile(*outcome);
    // A closed loop counts what ends while the time runs; an open one what should have begun then.
    if (is_open_loop() ? counts(slot.due) : counts(now)) {
      result_.count(*outcome);
      if (*outcome == Outcome::answered) result_.latencies.push_back(microseconds(now - slot.due));
    }
  }
  if (slot.exchange->has_ended() && !slot.exchange->is_busy()) {
    if (!was_busy) std::erase(idle_, number);
    ++result_.reconnected;
    connect(number);
  } else if (outcome) {
    idle_.push_back(number);
  }
  watch(number);
}

// Waits for what is under way; what does not end is failed, for nobody was told.
void LoadGenerator::finish(Time give_up) {
  for (Time now = Clock::now(); under_way_ > 0 && now < give_up; now = Clock::now()) look();
  for (const auto& slot : slots_)
    if (slot.exchange->is_busy() && counts(slot.due)) ++result_.failed;
  for (const Time due : due_)
    if (counts(due)) ++result_.given_up;
}

}  // namespace bench
