#include "server/address_rules.h"

#include <algorithm>
#include <optional>

namespace server {
namespace {

namespace ip = boost::asio::ip;

bool is_in(ip::address_v4 address, ip::address_v4 network, unsigned bits) {
  const std::uint32_t mask = bits == 0 ? 0 : ~std::uint32_t{0} << (32 - bits);
  return (address.to_uint() & mask) == (network.to_uint() & mask);
}

bool may_connect(ip::address_v4 address, Reach reach) {
  if (address.is_loopback()) return reach == Reach::here_too;
  return !is_in(address, ip::address_v4({0, 0, 0, 0}), 8) &&           // "this network" (RFC 1122)
         !is_in(address, ip::address_v4({169, 254, 0, 0}), 16) &&      // link-local (RFC 3927)
         !is_in(address, ip::address_v4({100, 100, 100, 200}), 32) &&  // a cloud's metadata, in shared address space
         !is_in(address, ip::address_v4({192, 0, 0, 192}), 32) &&      // another's
         !is_in(address, ip::address_v4({224, 0, 0, 0}), 3);           // multicast, reserved, broadcast
}

ip::address_v4 v4_at(const ip::address_v6::bytes_type& bytes, std::size_t first) {
  return ip::address_v4({bytes[first], bytes[first + 1], bytes[first + 2], bytes[first + 3]});
}

bool begins_with(const ip::address_v6::bytes_type& bytes, std::initializer_list<unsigned char> prefix) {
  return std::equal(prefix.begin(), prefix.end(), bytes.begin());
}

std::optional<ip::address_v4> v4_inside(const ip::address_v6& address) {
  const auto bytes = address.to_bytes();
  const bool zeros = std::all_of(bytes.begin(), bytes.begin() + 10, [](unsigned char byte) { return byte == 0; });
  if (zeros && ((bytes[10] == 0xFF && bytes[11] == 0xFF) ||                                 // mapped (RFC 4291)
                (bytes[10] == 0 && bytes[11] == 0 && (bytes[12] != 0 || bytes[13] != 0))))  // compatible
    return v4_at(bytes, 12);
  if (begins_with(bytes, {0x20, 0x02})) return v4_at(bytes, 2);                                    // 6to4 (RFC 3056)
  if (begins_with(bytes, {0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0})) return v4_at(bytes, 12);  // NAT64 (RFC 6052)
  return std::nullopt;
}

bool may_connect(const ip::address_v6& address, Reach reach) {
  if (const auto inside = v4_inside(address)) return may_connect(*inside, reach);
  if (address.is_loopback()) return reach == Reach::here_too;
  if (address.is_unspecified() || address.is_link_local() || address.is_multicast() || address.is_site_local())
    return false;
  return address.to_bytes() != ip::make_address_v6("fd00:ec2::254").to_bytes();  // a cloud's metadata
}

}  // namespace

bool may_connect(const ip::address& address, Reach reach) {
  return address.is_v4() ? may_connect(address.to_v4(), reach) : may_connect(address.to_v6(), reach);
}

}  // namespace server
