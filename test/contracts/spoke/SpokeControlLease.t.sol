// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ISpokeControl} from "gimbal/interfaces/ISpokeControl.sol";
import {Heartbeat, Kind, LeaseState} from "gimbal/types/Message.sol";
import {SpokeConfig} from "gimbal/types/Config.sol";
import {SpokeControlFixture} from "./SpokeControlFixture.sol";

contract SpokeControlLeaseTest is SpokeControlFixture {
    function setUp() public override {
        super.setUp();
        accept(config(1));
    }

    function _assertState(LeaseState expected) private view {
        assertEq(uint8(control.leaseState()), uint8(expected));
    }

    function test_P2_withoutAHeartbeatTheSpokeHolds() public view {
        _assertState(LeaseState.HOLD);
    }

    function test_P2_theLeaseRunsFromLiveThroughGraceToHold() public {
        uint64 end = uint64(START + 4 hours);
        accept(beat(1, end));
        _assertState(LeaseState.LIVE);
        vm.warp(end - 1);
        _assertState(LeaseState.LIVE);
        vm.warp(end);
        _assertState(LeaseState.GRACE);
        vm.warp(end + 1 hours - 1);
        _assertState(LeaseState.GRACE);
        vm.warp(end + 1 hours);
        _assertState(LeaseState.HOLD);
    }

    function test_P2_aNewHeartbeatEndsTheHold() public {
        accept(beat(1, uint64(START + 1 hours)));
        vm.warp(START + 10 hours);
        _assertState(LeaseState.HOLD);
        accept(beat(2, uint64(block.timestamp + 1 hours)));
        _assertState(LeaseState.LIVE);
    }

    function test_P2_aLeaseForEverEndsAfterTheMaximum() public {
        accept(beat(1, type(uint64).max));
        (,, uint64 end) = control.heartbeat();
        assertEq(end, START + 6 hours);
        vm.warp(START + 6 hours);
        _assertState(LeaseState.GRACE);
    }

    function test_P4_aHeartbeatPastItsLeaseStillBringsItsState() public {
        accept(beat(1, uint64(START - 2 hours)));
        _assertState(LeaseState.HOLD);
        (Heartbeat memory current,,) = control.heartbeat();
        assertEq(current.epoch, 1);
        assertEq(current.mandateRoot, bytes32("mandates"));
    }

    function test_P2_beforeAnyConfigThereIsNoLease() public {
        SpokeControlFixture.setUp();
        accept(beat(1, uint64(START + 4 hours)));
        _assertState(LeaseState.HOLD);
    }

    function test_P3_anEpochNotAboveIsRefused() public {
        accept(beat(5, uint64(START + 1 hours)));
        bytes memory body = abi.encode(beat(5, uint64(START + 2 hours)));
        vm.expectRevert(abi.encodeWithSelector(ISpokeControl.EpochNotAbove.selector, 5, 5));
        control.onControl(HUB, Kind.HEARTBEAT, 5, body);
    }

    function test_P3_theBodyMustBeOfTheConfirmedEpoch() public {
        bytes memory body = abi.encode(beat(6, uint64(START + 1 hours)));
        vm.expectRevert(abi.encodeWithSelector(ISpokeControl.EpochMismatch.selector, 5, 6));
        control.onControl(HUB, Kind.HEARTBEAT, 5, body);
    }

    /// forge-config: default.fuzz.runs = 64
    function testFuzz_P2_neverLivePastArrivalPlusMaximum(uint64 end, uint32 later) public {
        accept(beat(1, end));
        vm.warp(START + later);
        LeaseState state = control.leaseState();
        uint256 most = end < START + 6 hours ? end : START + 6 hours;
        if (state == LeaseState.LIVE) assertLt(block.timestamp, most);
        else if (state == LeaseState.GRACE) assertLt(block.timestamp, most + 1 hours);
        else assertGe(block.timestamp, most + 1 hours);
    }

    function test_aLeaseFollowsTheTermsInForce() public {
        accept(beat(1, uint64(START + 6 hours)));
        SpokeConfig memory tighter = config(2);
        tighter.terms.maxLease = 1 hours;
        accept(tighter);
        vm.warp(START + 1 hours);
        _assertState(LeaseState.GRACE);
    }
}
