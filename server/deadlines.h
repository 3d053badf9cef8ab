// The deadlines of what waits on one thread: one timer looks after all of them, so that none costs anything while it is
// met.
#pragma once

#include <boost/intrusive/list.hpp>

#include "server/asynchronous.h"

namespace server {

// Of one thread; outlives everybody who waits.
class Deadlines {
 public:
  // A deadline that is missed is noticed so much later at most, when the loop is not busy.
  static constexpr std::chrono::milliseconds slack{20};

  explicit Deadlines(boost::asio::io_context& loop) : timer_(loop.get_executor()) {}
  Deadlines(const Deadlines&) = delete;
  Deadlines& operator=(const Deadlines&) = delete;

  // Somebody who waits now and then, with one deadline at a time.
  class Waiter : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
   public:
    // For all waiting that begins after this.
    void expect_by(SteadyTime deadline) { deadline_ = deadline; }
    // Once a deadline was missed, for ever.
    bool is_late() const { return is_late_; }

   protected:
    ~Waiter() = default;

   private:
    friend class Deadlines;
    // Ends what is waited for. Told again, as long as it goes on all the same.
    virtual void give_up() = 0;

    SteadyTime deadline_ = SteadyTime::max();
    bool is_late_ = false;
  };

  // As long as it is there, its deadline counts.
  class [[nodiscard]] Wait {
   public:
    Wait(Deadlines& all, Waiter& waiter) : waiter_(waiter) { all.add(waiter); }
    ~Wait() { waiter_.unlink(); }
    Wait(const Wait&) = delete;
    Wait& operator=(const Wait&) = delete;

   private:
    Waiter& waiter_;
  };

 private:
  void add(Waiter& waiter);
  Awaitable<void> look_as_long_as_somebody_waits();
  void look_no_more();
  // Gives up what is late; when to look again.
  SteadyTime look();

  boost::intrusive::list<Waiter, boost::intrusive::constant_time_size<false>> waiting_;
  Timer timer_;
  SteadyTime next_look_ = SteadyTime::max();
  bool is_looking_ = false;
};

}  // namespace server
