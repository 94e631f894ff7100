// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IGimbalTimelock} from "gimbal/interfaces/IGimbalTimelock.sol";
import {IParameterRules} from "gimbal/interfaces/IParameterRules.sol";
import {VenueStatus, VenueTerms} from "gimbal/types/Config.sol";
import {Change, Family, ParameterKey} from "gimbal/types/Parameter.sol";
import {Presets} from "../risk/support/Presets.sol";
import {VotedParameters} from "./VotedParameters.sol";

/// @notice A proposal in the queue keeps steward and guardian from the fields that it names, until it leaves the queue.
contract QueuedHoldTest is VotedParameters {
    ParameterKey private key = keyOf(Family.HEDGE_BAND, 0);

    function test_P8_aStewardWaitsForWhatIsQueuedHoweverLong() public {
        uint256 id = proposeChange(one(Family.HEDGE_BAND, 0, 11e18), 0);
        pass(id);
        // What was announced before the vote was queued is held as well.
        Change[] memory small = one(Family.HEDGE_BAND, 0, 10.5e18);
        propose(small, "before");
        governor.queue(id);
        vm.warp(block.timestamp + 1 hours);
        _expectHeld(key);
        steward.execute(small, "before");
        // Other fields stay the steward's.
        step(one(Family.HEDGE_BAND, 1, 0.0009e18), "other");
        vm.warp(block.timestamp + 365 days);
        _refusesStep("a year later");
        governor.execute(id);
        assertEq(parameters.hedgeBand(MARKET, SPOKE).riskAversion, 11e18);
        // From the block on in which it is executed.
        step(one(Family.HEDGE_BAND, 0, 12e18), "after");
        assertEq(parameters.hedgeBand(MARKET, SPOKE).riskAversion, 12e18);
    }

    function test_P7_aGuardianWaitsForWhatIsQueued() public {
        uint256 id = proposeChange(one(Family.THRESHOLDS, 0, 1.3e18), 0);
        pass(id);
        governor.queue(id);
        vm.prank(watch);
        _expectHeld(keyOf(Family.THRESHOLDS, 0));
        keeper.tighten(one(Family.THRESHOLDS, 0, 2e18), 0);
        _cancel(id);
        vm.prank(watch);
        keeper.tighten(one(Family.THRESHOLDS, 0, 2e18), 0);
    }

    function test_P8_whatIsCancelledHoldsNothing() public {
        uint256 id = _queued("cancelled");
        _refusesStep("queued");
        _cancel(id);
        step(one(Family.HEDGE_BAND, 0, 10.5e18), "after");
    }

    /// @notice Two proposals of one field: the end of the first leaves the hold of the second.
    function test_P8_everyQueuedProposalHoldsForItself() public {
        uint256 a = proposeChange(one(Family.HEDGE_BAND, 0, 11e18), "a");
        uint256 b = proposeChange(one(Family.HEDGE_BAND, 0, 12e18), "b");
        vm.warp(governor.proposalSnapshot(b) + 1);
        _voteFor(a);
        _voteFor(b);
        vm.warp(governor.proposalDeadline(b) + 1);
        governor.queue(a);
        governor.queue(b);
        assertEq(rules.trackOf(key).holds, 2);
        vm.warp(governor.proposalEta(b));
        governor.execute(a);
        _refusesStep("one is left");
        governor.execute(b);
        step(one(Family.HEDGE_BAND, 0, 12.5e18), "none is");
    }

    /// @notice One call that names a field twice holds it twice, and both end.
    function test_P8_aFieldNamedTwiceIsReleasedTwice() public {
        Change[] memory twice = new Change[](2);
        (twice[0], twice[1]) = (one(Family.HEDGE_BAND, 0, 11e18)[0], one(Family.HEDGE_BAND, 0, 11.5e18)[0]);
        uint256 id = proposeChange(twice, 0);
        pass(id);
        governor.queue(id);
        assertEq(rules.trackOf(key).holds, 2);
        _cancel(id);
        assertEq(rules.trackOf(key).holds, 0);
    }

    /// @notice A vote that fails for good, as what it expects has moved, does not hold its fields for ever.
    function test_P8_anyoneEndsWhatIsOverdueAndNothingElse() public {
        Change[] memory stale = one(Family.HEDGE_BAND, 0, 11e18);
        (stale[0].expected, stale[0].tolerance) = (9e18, 0);
        uint256 id = proposeChange(stale, 0);
        pass(id);
        governor.queue(id);
        bytes32 operation = _operationOf(stale, 0);
        uint256 from = governor.proposalEta(id) + timelock.LIFE();
        vm.warp(from - 1);
        vm.expectRevert();
        governor.execute(id);
        vm.startPrank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IGimbalTimelock.NotOverdue.selector, operation, from));
        timelock.lapse(operation);
        vm.warp(from);
        timelock.lapse(operation);
        assertEq(uint256(governor.state(id)), uint256(IGovernor.ProposalState.Canceled));
        // Nor what nobody has scheduled, what is done, and what is cancelled.
        bytes32 pending =
            _bits(TimelockController.OperationState.Waiting) | _bits(TimelockController.OperationState.Ready);
        vm.expectRevert(
            abi.encodeWithSelector(
                TimelockController.TimelockUnexpectedOperationState.selector, operation, pending
            )
        );
        timelock.lapse(operation);
        vm.stopPrank();
        step(one(Family.HEDGE_BAND, 0, 10.5e18), "after");
    }

    /// @notice A later vote takes back what an earlier one has queued.
    function test_P12_aVoteCancelsAnOperation() public {
        _queued("late");
        bytes32 operation = _operationOf(one(Family.HEDGE_BAND, 0, 11e18), "late");
        enact(address(timelock), abi.encodeCall(timelock.cancel, (operation)));
        assertFalse(timelock.isOperation(operation));
        step(one(Family.HEDGE_BAND, 0, 10.5e18), "after");
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
        uint256 members = rules.rulesOf(Family.VENUE).length;
        for (uint8 i; i < members; i++) {
            assertEq(rules.trackOf(keyOf(Family.VENUE, i)).holds, 1);
        }
        Change[] memory small = one(Family.VENUE, 5, 10.5e18);
        propose(small, "crossing");
        vm.warp(block.timestamp + 1 hours);
        _expectHeld(keyOf(Family.VENUE, 5));
        steward.execute(small, "crossing");
        vm.warp(governor.proposalEta(id));
        governor.execute(id);
        assertEq(uint8(parameters.venues(MARKET, SPOKE)[0].status), uint8(VenueStatus.SUSPENDED));
        assertEq(rules.trackOf(keyOf(Family.VENUE, 5)).holds, 0);
    }

    /// @notice The same call to another contract holds nothing.
    function test_P8_onlyCallsOfTheParametersHold() public {
        Change[] memory voted = one(Family.HEDGE_BAND, 0, 11e18);
        uint256 id = propose(address(surface), abi.encodeCall(parameters.change, (voted, 0)));
        pass(id);
        governor.queue(id);
        assertEq(rules.trackOf(key).holds, 0);
    }

    function _queued(bytes32 name) private returns (uint256 id) {
        id = proposeChange(one(Family.HEDGE_BAND, 0, 11e18), name);
        pass(id);
        governor.queue(id);
    }

    function _voteFor(uint256 id) private {
        vm.prank(alice);
        governor.castVote(id, 1);
        vm.prank(bob);
        governor.castVote(id, 1);
    }

    function _cancel(uint256 id) private {
        (address[] memory targets, uint256[] memory values, bytes[] memory calls, bytes32 description) =
            governor.proposalDetails(id);
        vm.prank(guardian);
        governor.cancel(targets, values, calls, description);
    }

    function _operationOf(Change[] memory changes, bytes32 name) private view returns (bytes32) {
        return operationOf(address(parameters), abi.encodeCall(parameters.change, (changes, name)));
    }

    function _refusesStep(bytes32 name) private {
        Change[] memory small = one(Family.HEDGE_BAND, 0, 10.5e18);
        propose(small, name);
        vm.warp(block.timestamp + 1 hours);
        _expectHeld(key);
        steward.execute(small, name);
    }

    function _expectHeld(ParameterKey held) private {
        vm.expectRevert(abi.encodeWithSelector(IParameterRules.Held.selector, held, 1));
    }

    function _bits(TimelockController.OperationState state) private pure returns (bytes32) {
        return bytes32(1 << uint8(state));
    }
}
