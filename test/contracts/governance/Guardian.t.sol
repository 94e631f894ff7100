// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IGuardian} from "gimbal/interfaces/IGuardian.sol";
import {IParameterRules} from "gimbal/interfaces/IParameterRules.sol";
import {ITermRange} from "gimbal/interfaces/ITermRange.sol";
import {Change, Direction, Family, ParameterKey, Rule} from "gimbal/types/Parameter.sol";
import {StepFixture} from "./StepFixture.sol";

contract GuardianTest is StepFixture {
    IGuardian.Stop[] private all;

    function setUp() public override {
        super.setUp();
        all.push(IGuardian.Stop.RISK);
        all.push(IGuardian.Stop.SERIES);
        all.push(IGuardian.Stop.DEPOSITS);
    }

    function test_P7_aStopEndsByItself() public {
        _stop(1 days);
        for (uint256 i; i < all.length; i++) {
            assertTrue(keeper.isStopped(all[i]));
            vm.expectRevert(
                abi.encodeWithSelector(IGuardian.Stopped.selector, all[i], block.timestamp + 1 days)
            );
            keeper.requireOpen(all[i]);
        }
        vm.warp(block.timestamp + 1 days);
        for (uint256 i; i < all.length; i++) {
            keeper.requireOpen(all[i]);
        }
    }

    function test_P7_aStopIsOfItsKindsAlone() public {
        IGuardian.Stop[] memory what = new IGuardian.Stop[](1);
        what[0] = IGuardian.Stop.SERIES;
        vm.prank(watch);
        keeper.stop(what, 1 hours);
        assertTrue(keeper.isStopped(IGuardian.Stop.SERIES));
        assertFalse(keeper.isStopped(IGuardian.Stop.RISK));
        assertFalse(keeper.isStopped(IGuardian.Stop.DEPOSITS));
        // Taking turns between kinds gains nothing.
        what[0] = IGuardian.Stop.RISK;
        vm.warp(block.timestamp + 1 hours);
        vm.expectRevert(
            abi.encodeWithSelector(IGuardian.StopTooSoon.selector, block.timestamp, block.timestamp + 2 days)
        );
        vm.prank(watch);
        keeper.stop(what, 1 hours);
    }

    /// @notice A guardian that stops as much as it can, with lengths and pauses drawn from a seed, for 200 days: measured by the
    /// hour, no 30 days hold more than the share.
    function testFuzz_P7_stopsOfAny30DaysStayWithinTheShare(uint256 seed) public {
        bool[] memory stopped = new bool[](200 * 24);
        uint256 stops;
        for (uint256 h; h < stopped.length; h++) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint32 duration = uint32((seed % 24 + 1) * 1 hours);
            vm.prank(watch);
            if (seed >> 128 & 3 == 0) {
                try keeper.stop(all, duration) {
                    stops++;
                } catch {}
            }
            stopped[h] = keeper.isStopped(IGuardian.Stop.RISK);
            vm.warp(block.timestamp + 1 hours);
        }
        vm.stopPrank();
        assertGt(stops, 4);
        uint256 hours_;
        for (uint256 h; h < stopped.length; h++) {
            if (stopped[h]) hours_++;
            if (h >= 30 * 24 && stopped[h - 30 * 24]) hours_--;
            assertLe(hours_, 4 * 24);
        }
    }

    function test_P7_stopsAreBoundedToTheSecond() public {
        vm.expectRevert(abi.encodeWithSelector(IGuardian.StopTooLong.selector, 1 days + 1, 1 days));
        vm.prank(watch);
        keeper.stop(all, 1 days + 1);
        vm.expectRevert(IGuardian.StopEmpty.selector);
        vm.prank(watch);
        keeper.stop(all, 0);
        for (uint256 i; i < 4; i++) {
            _stop(1 days);
            vm.warp(block.timestamp + 3 days);
        }
        vm.expectRevert(abi.encodeWithSelector(IGuardian.StopShareSpent.selector, 4 days + 1, 4 days));
        vm.prank(watch);
        keeper.stop(all, 1);
    }

    /// @notice Ending a stop early gives no time back, and the pause counts from its end.
    function test_P7_endingEarlyGivesNothingBack() public {
        _stop(1 days);
        vm.warp(block.timestamp + 1 hours);
        vm.prank(watch);
        keeper.resume();
        assertFalse(keeper.isStopped(IGuardian.Stop.RISK));
        assertEq(keeper.used(), 1 days);
        vm.warp(block.timestamp + 2 days - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IGuardian.StopTooSoon.selector, block.timestamp, block.timestamp + 1)
        );
        vm.prank(watch);
        keeper.stop(all, 1 hours);
        vm.prank(watch);
        vm.expectRevert(IGuardian.NotStopped.selector);
        keeper.resume();
    }

    function test_P7_aGuardianTightensToItsFloorAndStops() public {
        ParameterKey key = keyOf(Family.THRESHOLDS, 0);
        _tighten(one(Family.THRESHOLDS, 0, 2e18));
        assertEq(parameters.thresholds(MARKET).initial, 2e18);
        vm.warp(block.timestamp + 31 days);
        vm.expectRevert(abi.encodeWithSelector(IParameterRules.NotGuardians.selector, key, 2e18 + 1, 2e18));
        _tighten(one(Family.THRESHOLDS, 0, 2e18 + 1));
        vm.expectRevert(abi.encodeWithSelector(IParameterRules.NotGuardians.selector, key, 2e18 - 1, 2e18));
        _tighten(one(Family.THRESHOLDS, 0, 2e18 - 1));
    }

    /// @notice Execution limits, oracle windows, maintenance: neither way.
    function test_P7_theGuardianMovesNothingWithoutDirection() public {
        for (uint256 f; f <= uint256(type(Family).max); f++) {
            Rule[] memory rows = rules.rulesOf(Family(f));
            for (uint8 i; i < rows.length; i++) {
                if (rows[i].risk != Direction.NONE) continue;
                uint256[2] memory ends = [rows[i].min, rows[i].max];
                for (uint256 e; e < 2; e++) {
                    vm.expectRevert(
                        abi.encodeWithSelector(
                            IParameterRules.NotGuardians.selector,
                            keyOf(Family(f), i),
                            ends[e],
                            rows[i].guardianLimit
                        )
                    );
                    _tighten(one(Family(f), i, ends[e]));
                }
            }
        }
    }

    function test_P7_onlyTheGuardiansKeyActs() public {
        Change[] memory changes = one(Family.THRESHOLDS, 0, 2e18);
        bytes[4] memory calls = [
            abi.encodeCall(keeper.tighten, (changes, 0)),
            abi.encodeCall(keeper.stop, (all, 1 hours)),
            abi.encodeCall(keeper.resume, ()),
            abi.encodeCall(keeper.veto, (bytes32(uint256(1))))
        ];
        for (uint256 i; i < calls.length; i++) {
            vm.prank(council);
            (bool done, bytes memory why) = address(keeper).call(calls[i]);
            assertFalse(done);
            assertEq(why, abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, council));
        }
        // Its key reaches the parameters no other way, nor does it loosen its own terms.
        vm.startPrank(watch);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, watch));
        parameters.change(changes, 0);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, watch));
        keeper.setTerms(IGuardian.Terms(2 days, 1 days, 6 days));
        vm.stopPrank();
    }

    function test_P7_noVoteMakesStopsEndless() public {
        _outOfRange("longest", IGuardian.Terms(2 days + 1, 1 days, 6 days), 2 days + 1, 1, 2 days);
        _outOfRange("apart", IGuardian.Terms(2 days, 1 days - 1, 6 days), 1 days - 1, 1 days, 365 days);
        _outOfRange("share", IGuardian.Terms(2 days, 1 days, 6 days + 1), 6 days + 1, 2 days, 6 days);
        keeper.setTerms(IGuardian.Terms(2 days, 1 days, 6 days));
    }

    function _outOfRange(bytes32 key, IGuardian.Terms memory terms, uint256 value, uint256 min, uint256 max)
        private
    {
        vm.expectRevert(abi.encodeWithSelector(ITermRange.TermOutOfRange.selector, key, value, min, max));
        keeper.setTerms(terms);
    }

    function _stop(uint32 duration) private {
        vm.prank(watch);
        keeper.stop(all, duration);
    }

    function _tighten(Change[] memory changes) private {
        vm.prank(watch);
        keeper.tighten(changes, "tighten");
    }
}
