// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Kind} from "gimbal/types/Message.sol";
import {Channel} from "../base/Channel.sol";
import {TwoChains} from "./TwoChains.sol";

contract ChannelTest is TwoChains {
    Channel private channel;

    function setUp() public override {
        super.setUp();
        channel = new Channel();
        for (uint8 f; f < FAMILIES; f++) {
            channel.join(HUB, f, hub.gateways[f]);
            channel.join(SPOKE, f, spoke.gateways[f]);
        }
    }

    function _beats(uint64 n) private {
        for (uint64 epoch = 1; epoch <= n; epoch++) {
            hub.transport.send(SPOKE, Kind.HEARTBEAT, epoch, abi.encode(epoch));
        }
    }

    function test_P4_aWholeChannelDeliversTheHighestEpoch() public {
        _beats(5);
        channel.flush();
        assertEq(spoke.handler.epoch(), 5);
        assertEq(channel.delivered(), 15);
        assertEq(channel.inFlight(), 0);
    }

    function test_P10_aSilentFamilyIsNotMissed() public {
        channel.silence(1, true);
        _beats(3);
        channel.flush();
        assertEq(spoke.handler.epoch(), 3);
        assertEq(channel.inFlight(), 3);
    }

    /// forge-config: default.fuzz.runs = 24
    function testFuzz_P4_aBadChannelIsHealedByTheNextEpoch(uint256 seed) public {
        for (uint64 epoch = 1; epoch <= 12; epoch++) {
            hub.transport.send(SPOKE, Kind.HEARTBEAT, epoch, abi.encode(epoch));
            channel.carry(uint256(keccak256(abi.encode(seed, epoch))), 4);
            assertLe(spoke.handler.epoch(), epoch);
        }
        uint64 reached = spoke.transport.confirmedEpoch(HUB, Kind.HEARTBEAT);
        assertEq(spoke.handler.epoch(), reached);
        hub.transport.send(SPOKE, Kind.HEARTBEAT, 13, abi.encode(13));
        channel.flush();
        assertEq(spoke.handler.epoch(), 13);
        assertEq(spoke.handler.body(), abi.encode(13));
    }

    function test_P4_afterATotalLossTheNextEpochIsEnough() public {
        _beats(7);
        channel.loseAll();
        hub.transport.send(SPOKE, Kind.HEARTBEAT, 8, "eighth");
        channel.flush();
        assertEq(spoke.handler.body(), "eighth");
    }
}
