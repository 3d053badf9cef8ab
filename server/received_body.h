// The body of a request or response, as Beast's parser hands it over.
#pragma once

#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/optional/optional.hpp>
#include <cstddef>
#include <cstdint>
#include <string>

namespace server {

// Unlike Beast's own body of this kind it takes no memory for what was only announced, which anybody can do; and a part
// that is to be thrown away takes none at all.
struct ReceivedBody {
  struct value_type {
    std::string text;
    bool is_thrown_away = false;
  };

  class reader {
   public:
    template <class Header>
    reader(Header&, value_type& body) : body_(body) {}

    void init(const boost::optional<std::uint64_t>&, boost::beast::error_code& error) { error = {}; }
    template <class Buffers>
    std::size_t put(const Buffers& buffers, boost::beast::error_code& error) {
      error = {};
      std::size_t bytes = 0;
      for (const auto buffer : boost::beast::buffers_range_ref(buffers)) {
        bytes += buffer.size();
        if (!body_.is_thrown_away) body_.text.append(static_cast<const char*>(buffer.data()), buffer.size());
      }
      return bytes;
    }
    void finish(boost::beast::error_code& error) { error = {}; }

   private:
    value_type& body_;
  };
};

}  // namespace server
