// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IParameterRules} from "gimbal/interfaces/IParameterRules.sol";
import {Family} from "gimbal/types/Parameter.sol";
import {StepFixture} from "./StepFixture.sol";

/// @notice A council that works against the guardian: a step of one unit a day costs it no drift worth naming.
contract GuardianUnderStepsTest is StepFixture {
    function test_P7_aCouncilsStepsDoNotKeepTheGuardianAway() public {
        for (uint256 day = 1; day <= 3; day++) {
            step(one(Family.THRESHOLDS, 0, 1.25e18 + day), bytes32(day));
            vm.warp(block.timestamp + 1 days);
        }
        _tighten(1.5e18);
        assertEq(parameters.thresholds(MARKET).initial, 1.5e18);
    }

    function test_P7_aCouncilsStepsNeitherShortenNorProlongTheGuardiansWindow() public {
        uint256 first = block.timestamp;
        _tighten(1.5e18);
        for (uint256 day = 1; day <= 3; day++) {
            vm.warp(first + day * 9 days);
            step(one(Family.THRESHOLDS, 0, 1.5e18 - day), bytes32(day));
        }
        uint256 again = first + 30 days;
        vm.warp(again - 1);
        vm.prank(watch);
        vm.expectRevert(
            abi.encodeWithSelector(
                IParameterRules.TooSoon.selector, keyOf(Family.THRESHOLDS, 0), again - 1, again
            )
        );
        keeper.tighten(one(Family.THRESHOLDS, 0, 2e18), 0);
        vm.warp(again);
        _tighten(2e18);
        assertEq(parameters.thresholds(MARKET).initial, 2e18);
    }

    /// @notice The guardian's move is a change the council waits for, as ever.
    function test_P8_aCouncilCoolsDownAfterTheGuardian() public {
        propose(one(Family.THRESHOLDS, 0, 1.4e18), "back");
        vm.warp(block.timestamp + 1 hours);
        _tighten(1.5e18);
        vm.expectRevert();
        steward.execute(one(Family.THRESHOLDS, 0, 1.4e18), "back");
    }

    function _tighten(uint64 initial) private {
        vm.prank(watch);
        keeper.tighten(one(Family.THRESHOLDS, 0, initial), 0);
    }
}
