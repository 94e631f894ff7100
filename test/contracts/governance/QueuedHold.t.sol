// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IParameterRules} from "gimbal/interfaces/IParameterRules.sol";
import {VenueStatus, VenueTerms} from "gimbal/types/Config.sol";
import {Change, Family, ParameterKey} from "gimbal/types/Parameter.sol";
import {Presets} from "../risk/support/Presets.sol";
import {VotedParameters} from "./VotedParameters.sol";

/// @notice A proposal in the queue keeps steward and guardian from the fields that it names.
contract QueuedHoldTest is VotedParameters {
    function test_P8_aStewardWaitsForWhatIsQueued() public {
        ParameterKey key = keyOf(Family.HEDGE_BAND, 0);
        Change[] memory voted = one(Family.HEDGE_BAND, 0, 11e18);
        uint256 id = propose(address(parameters), abi.encodeCall(parameters.change, (voted, "vote")));
        pass(id);
        // What was announced before the vote was queued is held as well.
        Change[] memory small = one(Family.HEDGE_BAND, 0, 10.5e18);
        propose(small, "before");
        governor.queue(id);
        uint256 until = governor.proposalEta(id) + 7 days;
        assertEq(rules.trackOf(key).heldUntil, until);
        vm.warp(block.timestamp + 1 hours);
        vm.expectRevert(abi.encodeWithSelector(IParameterRules.Held.selector, key, until));
        steward.execute(small, "before");
        // Other fields stay the steward's.
        step(one(Family.HEDGE_BAND, 1, 0.0009e18), "other");
        vm.warp(governor.proposalEta(id));
        governor.execute(id);
        assertEq(parameters.hedgeBand(MARKET, SPOKE).riskAversion, 11e18);
        vm.warp(until);
        step(one(Family.HEDGE_BAND, 0, 12e18), "after");
        assertEq(parameters.hedgeBand(MARKET, SPOKE).riskAversion, 12e18);
    }

    function test_P7_aGuardianWaitsForWhatIsQueued() public {
        ParameterKey key = keyOf(Family.THRESHOLDS, 0);
        Change[] memory voted = one(Family.THRESHOLDS, 0, 1.3e18);
        uint256 id = propose(address(parameters), abi.encodeCall(parameters.change, (voted, 0)));
        pass(id);
        governor.queue(id);
        uint256 until = governor.proposalEta(id) + 7 days;
        vm.prank(watch);
        vm.expectRevert(abi.encodeWithSelector(IParameterRules.Held.selector, key, until));
        keeper.tighten(one(Family.THRESHOLDS, 0, 2e18), 0);
        vm.warp(until);
        vm.prank(watch);
        keeper.tighten(one(Family.THRESHOLDS, 0, 2e18), 0);
    }

    /// @notice A venue that waits to be replaced keeps its clip, so that the vote finds what it expects.
    function test_P8_aStewardWaitsForAVenueThatIsQueued() public {
        VenueTerms memory venue = Presets.venue(1);
        venue.status = VenueStatus.SUSPENDED;
        bytes32 expected = digestOf(Presets.venue(1));
        bytes memory call = abi.encodeCall(parameters.setVenue, (MARKET, SPOKE, expected, venue));
        uint256 id = propose(address(parameters), call);
        pass(id);
        governor.queue(id);
        uint256 until = governor.proposalEta(id) + 7 days;
        uint256 members = rules.rulesOf(Family.VENUE).length;
        for (uint8 i; i < members; i++) {
            assertEq(rules.trackOf(keyOf(Family.VENUE, i)).heldUntil, until);
        }
        Change[] memory small = one(Family.VENUE, 5, 10.5e18);
        propose(small, "crossing");
        vm.warp(block.timestamp + 1 hours);
        vm.expectRevert(abi.encodeWithSelector(IParameterRules.Held.selector, keyOf(Family.VENUE, 5), until));
        steward.execute(small, "crossing");
        vm.warp(governor.proposalEta(id));
        governor.execute(id);
        assertEq(uint8(parameters.venues(MARKET, SPOKE)[0].status), uint8(VenueStatus.SUSPENDED));
    }

    /// @notice The same call to another contract holds nothing.
    function test_P8_onlyCallsOfTheParametersHold() public {
        Change[] memory voted = one(Family.HEDGE_BAND, 0, 11e18);
        uint256 id = propose(address(surface), abi.encodeCall(parameters.change, (voted, 0)));
        pass(id);
        governor.queue(id);
        assertEq(rules.trackOf(keyOf(Family.HEDGE_BAND, 0)).heldUntil, 0);
    }
}
