#include "server/address_rules.h"

#include <gtest/gtest.h>

namespace {

using server::may_connect;
using server::Reach;

bool allowed(const char* address, Reach reach = Reach::everywhere_but_here) {
  return may_connect(boost::asio::ip::make_address(address), reach);
}

TEST(AddressRules, allow_the_networks_of_hospitals) {
  for (const char* address : {"10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "8.8.8.8", "fd12:3456::1",
                              "2001:db8::1", "::ffff:10.0.0.1", "169.253.255.255", "169.255.0.0"})
    EXPECT_TRUE(allowed(address)) << address;
}

TEST(AddressRules, allow_this_machine_only_on_demand) {
  for (const char* address :
       {"127.0.0.1", "127.255.0.1", "::1", "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1"}) {
    EXPECT_FALSE(allowed(address)) << address;
    EXPECT_TRUE(allowed(address, Reach::here_too)) << address;
  }
}

TEST(AddressRules, never_allow_what_no_server_of_a_hospital_has) {
  for (const char* address :
       {"169.254.169.254", "169.254.0.1", "fe80::1", "fd00:ec2::254", "100.100.100.200", "192.0.0.192", "0.0.0.0",
        "0.1.2.3", "::", "224.0.0.1", "255.255.255.255", "240.0.0.1", "ff02::1", "fec0::1", "::ffff:169.254.169.254",
        "::ffff:0.0.0.0", "::169.254.169.254", "2002:a9fe:a9fe::", "64:ff9b::a9fe:a9fe"})
    for (const Reach reach : {Reach::everywhere_but_here, Reach::here_too})
      EXPECT_FALSE(allowed(address, reach)) << address;
}

}  // namespace
