// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {SpokeBridge} from "gimbal/crosschain/bridges/SpokeBridge.sol";
import {ISpokeControl} from "gimbal/interfaces/ISpokeControl.sol";
import {SpokeConfig, VenueTerms} from "gimbal/types/Config.sol";
import {Kind, LeaseState} from "gimbal/types/Message.sol";
import {RemoteFixture} from "./RemoteFixture.sol";

contract WaitingConfigsTest is RemoteFixture {
    function setUp() public override {
        super.setUp();
        confirm(config(1));
    }

    function _inForce() private view returns (uint64 version) {
        (version,) = control.configVersion();
    }

    function _looser(uint64 version, uint256 by) private pure returns (SpokeConfig memory c) {
        c = config(version);
        c.markets[0].band.cap += uint128(by);
    }

    function _cancel(bytes32 operation) private {
        bytes32[] memory operations = new bytes32[](1);
        operations[0] = operation;
        vm.prank(guardian);
        remote.cancel(operations);
    }

    function test_theFirstConfigAndTighterOnesAreInForceAtOnce() public {
        assertEq(_inForce(), 1);
        SpokeConfig memory c = config(2);
        c.markets[0].band.cap--;
        c.markets[0].limits.slippage--;
        c.markets[0].settlement.grace++;
        confirm(c);
        assertEq(_inForce(), 2);
        assertEq(control.waiting().length, 0);
    }

    function test_P10_fewerThanKFamiliesLetNothingWait() public {
        SpokeConfig memory c = _looser(2, 1);
        attest(0, Kind.CONFIG, 2, abi.encode(c));
        assertEq(control.waiting().length, 0);
    }

    /// @notice A hedge goes on under the config in force, whose digest reports carry, for as long as the looser one waits.
    function test_P16_aLooserConfigWaitsAndNothingStops() public {
        beat(1);
        SpokeConfig memory c = _looser(2, 1);
        confirm(c);
        ISpokeControl.Waiting[] memory list = control.waiting();
        assertEq(list.length, 1);
        assertEq(list[0].version, 2);
        assertEq(list[0].digest, keccak256(abi.encode(c)));
        assertEq(lock.getTimestamp(list[0].operation), START + DELAY);
        (uint64 version, bytes32 digest) = control.configVersion();
        assertEq(version, 1);
        assertEq(digest, keccak256(abi.encode(config(1))));
        assertEq(uint8(control.leaseState()), uint8(LeaseState.LIVE));
        (ISpokeControl.Authority memory authority,) = control.tradingTerms(c.markets[0].market);
        assertEq(authority.configDigest, digest);

        vm.warp(START + DELAY - 1);
        vm.expectRevert();
        control.release(1);
        vm.warp(START + DELAY);
        vm.prank(stranger);
        control.release(1);
        (version, digest) = control.configVersion();
        assertEq(version, 2);
        assertEq(digest, keccak256(abi.encode(c)));
        assertEq(abi.encode(control.marketConfig(c.markets[0].market)), abi.encode(c.markets[0]));
        assertEq(control.waiting().length, 0);
    }

    function test_aNewVenueWaits() public {
        SpokeConfig memory c = config(2);
        VenueTerms[] memory venues = new VenueTerms[](2);
        (venues[0], venues[1]) = (c.markets[0].venues[0], c.markets[0].venues[0]);
        venues[1] = VenueTerms(2, address(21), address(22), venues[0].kind, venues[0].status, 1e18);
        c.markets[0].venues = venues;
        confirm(c);
        assertEq(_inForce(), 1);
        assertEq(control.waiting().length, 1);
    }

    function test_P7_theGuardianStopsALooseningAndTheSpokeGoesOn() public {
        confirm(_looser(2, 1));
        _cancel(control.waiting()[0].operation);
        vm.warp(START + DELAY);
        vm.expectRevert();
        control.release(1);
        assertEq(_inForce(), 1);
        // What was cancelled is no ticket for the next: it waits from the beginning.
        confirm(_looser(3, 1));
        ISpokeControl.Waiting[] memory list = control.waiting();
        assertEq(list.length, 1);
        assertEq(list[0].ticket, 2);
        assertEq(lock.getTimestamp(list[0].operation), block.timestamp + DELAY);
    }

    function test_aTightConfigDropsWhatWaits() public {
        confirm(_looser(2, 1));
        SpokeConfig memory c = config(3);
        c.markets[0].limits.clip--;
        confirm(c);
        assertEq(_inForce(), 3);
        vm.warp(START + DELAY);
        vm.expectRevert(abi.encodeWithSelector(ISpokeControl.NotWaiting.selector, uint64(1)));
        control.release(1);
        assertEq(_inForce(), 3);
    }

    function test_aTakenBackPartDropsWhatHasItAndKeepsTheWait() public {
        confirm(_looser(2, 10));
        vm.warp(START + 1 days);
        confirm(_looser(3, 5));
        ISpokeControl.Waiting[] memory list = control.waiting();
        assertEq(list.length, 1);
        assertEq(list[0].ticket, 1);
        assertEq(list[0].version, 3);
        vm.warp(START + DELAY);
        control.release(1);
        assertEq(_inForce(), 3);
    }

    function test_aStreamOfWishesDoesNotStarveTheFirst() public {
        for (uint64 i; i < 20; i++) {
            vm.warp(START + i * 4 hours);
            confirm(_looser(2 + i, 1 + i));
            assertLe(control.waiting().length, 4);
        }
        vm.warp(START + DELAY);
        control.release(1);
        assertEq(_inForce(), 2);
        assertEq(control.waiting().length, 3);
    }

    function test_aMixedWishWaitsAnew() public {
        confirm(_looser(2, 10));
        vm.warp(START + 1 days);
        SpokeConfig memory c = _looser(3, 5);
        c.markets[0].limits.clip++;
        confirm(c);
        ISpokeControl.Waiting[] memory list = control.waiting();
        assertEq(list.length, 1);
        assertEq(list[0].ticket, 2);
        vm.warp(START + DELAY);
        vm.expectRevert(abi.encodeWithSelector(ISpokeControl.NotWaiting.selector, uint64(1)));
        control.release(1);
    }

    function test_aLaterTicketThatPassesFirstSupersedesTheEarlier() public {
        confirm(_looser(2, 1));
        confirm(_looser(3, 2));
        vm.warp(START + DELAY);
        control.release(2);
        assertEq(_inForce(), 3);
        assertEq(control.waiting().length, 0);
        vm.expectRevert(abi.encodeWithSelector(ISpokeControl.NotWaiting.selector, uint64(1)));
        control.release(1);
    }

    function test_P3_heartbeatsMayJumpAsFarAsTheHubCountsOn() public {
        SpokeConfig memory c = _looser(2, 1);
        c.terms.maxEpochJump *= 3;
        confirm(c);
        assertEq(spoke.transport.maxEpochJump(HUB), c.terms.maxEpochJump);
        assertEq(control.terms().maxEpochJump, c.terms.maxEpochJump);
    }

    /// @notice What quote pays on its way home rises after the wait, and falls as soon as k families say so.
    function test_P6_aDearerBridgeWaitsAndACheaperOneDoesNot() public {
        SpokeBridge.Init memory init =
            SpokeBridge.Init(makeAddr("quote"), address(spoke.transport), address(control));
        SpokeBridge bridge = SpokeBridge(
            address(
                new ERC1967Proxy(
                    address(new SpokeBridge()),
                    abi.encodeCall(SpokeBridge.initialize, (address(manager), init))
                )
            )
        );
        assertEq(bridge.feeOf(HUB, 1e6), 0);
        confirm(_priced(2, 0.001e18));
        assertEq(control.waiting().length, 1);
        assertEq(bridge.feeOf(HUB, 1e6), 0);
        vm.warp(START + DELAY);
        control.release(1);
        assertEq(bridge.feeOf(HUB, 1e6), 1e3);

        confirm(_priced(3, 0.002e18));
        assertEq(bridge.feeOf(HUB, 1e6), 1e3);
        confirm(_priced(4, 0.0005e18));
        assertEq(bridge.feeOf(HUB, 1e6), 5e2);
        assertEq(control.waiting().length, 0);

        SpokeConfig memory c = _priced(5, 0.0001e18);
        c.markets[0].band.cap++;
        confirm(c);
        assertEq(control.waiting().length, 1);
        assertEq(bridge.feeOf(HUB, 1e6), 1e2);
    }

    function _priced(uint64 version, uint64 bridgeFee) private pure returns (SpokeConfig memory c) {
        c = config(version);
        c.terms.bridgeFee = bridgeFee;
    }

    function test_onlyTheTimelockLetsAConfigPass() public {
        confirm(_looser(2, 1));
        vm.expectRevert(abi.encodeWithSelector(ISpokeControl.NotTimelock.selector, address(this)));
        control.mature(1);
    }

    struct Wish {
        uint256 confirmedAt;
        uint128 cap;
        uint128 clip;
    }

    /// forge-config: default.fuzz.runs = 16
    /// @notice Any stream of versions: they only rise, what is tighter is in force at once, and what is looser only once a
    /// version that allows as much has waited for the whole delay.
    function testFuzz_P4_nothingLooserSlipsThroughEarly(uint256 seed) public {
        Wish[] memory wishes = new Wish[](24);
        Wish memory current = _wish();
        uint64 version = 1;
        for (uint64 i = 2; i < wishes.length; i++) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            SpokeConfig memory c = config(i);
            c.markets[0].band.cap = c.markets[0].band.cap + uint128(draw % 5) - 2;
            c.markets[0].limits.clip += uint128((draw >> 8) % 3);
            confirm(c);
            wishes[i] = Wish(block.timestamp, c.markets[0].band.cap, c.markets[0].limits.clip);
            bool looser = wishes[i].cap > current.cap || wishes[i].clip > current.clip;
            assertEq(_inForce(), looser ? version : i);
            (version, current) = (_inForce(), _wish());
            vm.warp(block.timestamp + (draw >> 16) % (DELAY / 2));
            for (uint64 ticket = 1; ticket < i; ticket++) {
                try control.release(ticket) {
                    assertGt(_inForce(), version);
                    assertLe(_inForce(), i);
                    (version, current) = (_inForce(), _wish());
                    assertTrue(_hasWaited(wishes, current, i));
                } catch {}
            }
        }
    }

    function _hasWaited(Wish[] memory wishes, Wish memory current, uint64 last) private view returns (bool) {
        for (uint64 i = 2; i <= last; i++) {
            if (wishes[i].confirmedAt + DELAY > block.timestamp) continue;
            if (wishes[i].cap >= current.cap && wishes[i].clip >= current.clip) return true;
        }
        return false;
    }

    function _wish() private view returns (Wish memory wish) {
        SpokeConfig memory c = config(0);
        wish.cap = control.marketConfig(c.markets[0].market).band.cap;
        wish.clip = control.marketConfig(c.markets[0].market).limits.clip;
    }
}
