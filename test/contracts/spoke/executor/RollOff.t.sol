// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IHedgeExecutor} from "gimbal/interfaces/IHedgeExecutor.sol";
import {Leg, MandateBody} from "gimbal/types/Mandate.sol";
import {LeaseState} from "gimbal/types/Message.sol";
import {seriesId} from "gimbal/types/SeriesId.sol";
import {ExecutorFixture} from "./ExecutorFixture.sol";

/// @notice HOLD: one leg deep in the money expires in a day, one stays; the lease is gone.
contract RollOffTest is ExecutorFixture {
    function setUp() public override {
        super.setUp();
        give(7, 400_000e6);
        hedge(body(), needOf(body()));
        vm.warp(block.timestamp + 60);
        control.setLease(LeaseState.HOLD);
    }

    function body() internal pure returns (MandateBody memory b) {
        b = bodyOf(7, -50e18);
        Leg memory staying = b.legs[0];
        b.legs = new Leg[](2);
        b.legs[0] = staying;
        b.legs[1] = Leg({
            series: seriesId(MARKET, uint40(START + 1 days), 1500e18, false),
            size: -30e18,
            vol: 0.6e18,
            carry: 0
        });
    }

    function refused(int256 amount) internal {
        hedgeReverts(
            body(), amount, abi.encodeWithSelector(IHedgeExecutor.LeaseEnded.selector, LeaseState.HOLD)
        );
    }

    function test_P2_nothingButTheRollOffTradesInHold() public {
        refused(1e18);
        refused(-1e18);
        oracle.set(4000e18);
        assertTrue(evaluate(body()).active, "far from its target");
        refused(1e18);
    }

    function test_P2_whatExpiredIsSold_andNoMore() public {
        moveTo(2600e18);
        vm.warp(START + 1 days);
        int256 held = evaluate(body()).held;
        assertGt(distance(body()), 31e18, "the fall alone would sell more");
        assertEq(hedge(body(), -20e18), -20e18, "in slices");
        vm.warp(block.timestamp + 60);
        assertEq(hedge(body(), -30e18), -10e18);
        assertEq(evaluate(body()).held, held - 30e18);
        vm.warp(block.timestamp + 60);
        refused(-1e18);
        requireConserved();
    }

    /// @dev Three of six instants have passed: half of the leg's weight.
    function test_P2_rollsOffThroughTheSettlementWindow() public {
        moveTo(2600e18);
        vm.warp(START + 1 days - 15 minutes);
        assertEq(hedge(body(), -20e18), -15e18);
        vm.warp(START + 1 days);
        assertEq(hedge(body(), -20e18), -15e18, "and the rest at expiry");
    }

    function test_P2_neverPastTheTarget() public {
        vm.warp(START + 1 days);
        int256 y = distance(body());
        assertLt(y, 30e18, "the hedge had stopped at its inner band");
        assertEq(hedge(body(), -y - 1e18), -y);
        assertEq(distance(body()), 0);
    }

    function test_P2_onlyTowardsTheTarget() public {
        MandateBody memory wanting = body();
        wanting.legs[0].size = -120e18;
        vm.warp(START + 1 days);
        assertLt(distance(wanting), 0, "the staying leg wants more than is held");
        bytes memory reason = abi.encodeWithSelector(IHedgeExecutor.LeaseEnded.selector, LeaseState.HOLD);
        hedgeReverts(wanting, -1e18, reason);
        hedgeReverts(wanting, 1e18, reason);
    }

    function test_P2_aLeaseBringsTheWholeHedgeBack() public {
        vm.warp(START + 1 days);
        hedge(body(), -10e18);
        vm.warp(block.timestamp + 60);
        control.setLease(LeaseState.LIVE);
        hedge(body(), needOf(body()));
        vm.warp(block.timestamp + 60);
        control.setLease(LeaseState.HOLD);
        refused(-1e18);
    }

    function test_P2_aPauseStopsTheRollOffToo() public {
        vm.warp(START + 1 days);
        control.setPausedUntil(uint64(block.timestamp + 60));
        hedgeReverts(
            body(), -1e18, abi.encodeWithSelector(IHedgeExecutor.SpokePaused.selector, block.timestamp + 60)
        );
    }
}
