// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Vm} from "forge-std/Vm.sol";
import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {VenueStatus, VenueTerms} from "gimbal/types/Config.sol";
import {Change, ChangePath, Family} from "gimbal/types/Parameter.sol";
import {Presets} from "../risk/support/Presets.sol";
import {Meddler} from "./Meddler.sol";
import {VotedParameters} from "./VotedParameters.sol";

/// @notice Attempts to have a change told under an operation, or on a path, that is not its own.
contract ProvenanceAttackTest is VotedParameters {
    Meddler private meddler;
    Change[] private noChange;

    function setUp() public override {
        super.setUp();
        meddler = new Meddler();
    }

    /// @notice From within a vote a stranger carries out a step, the guardian tightens: both stay theirs, and the vote its own.
    function test_P7_whatOthersDoWithinAVoteIsNotTheVotes() public {
        Change[] memory small = one(Family.HEDGE_BAND, 0, 10.5e18);
        Change[] memory tight = one(Family.THRESHOLDS, 0, 2e18);
        manager.grantRole(3, address(meddler), 0);
        bytes32 operation = _schedule("outer", one(Family.HEDGE_BAND, 1, 0.0009e18));
        vm.warp(block.timestamp + 4 days);
        bytes32 stepId = propose(small, "within");
        vm.warp(block.timestamp + 1 hours);
        meddler.willCall(address(steward), abi.encodeCall(steward.execute, (small, "within")), true);
        // Whatever a guardian calls its act, the path tells whose it is.
        meddler.willCall(address(keeper), abi.encodeCall(keeper.tighten, (tight, operation)), true);
        _expectChange(small[0], 10e18, address(steward), ChangePath.STEWARD, stepId);
        _expectChange(tight[0], Presets.thresholds().initial, address(keeper), ChangePath.GUARDIAN, operation);
        _expectChange(
            one(Family.HEDGE_BAND, 1, 0.0009e18)[0], 0.001e18, address(timelock), ChangePath.VOTE, operation
        );
        _execute("outer", one(Family.HEDGE_BAND, 1, 0.0009e18));
    }

    /// @notice An operation within another that fails and is caught leaves no name behind; nor do several in one transaction.
    function test_P7_aFailureWithinAVoteLeavesNoName() public {
        Change[] memory stale = one(Family.HEDGE_BAND, 0, 11e18);
        (stale[0].expected, stale[0].tolerance) = (9e18, 0);
        Change[] memory good = one(Family.HEDGE_BAND, 1, 0.0009e18);
        Change[] memory next = one(Family.HEDGE_BAND, 2, 3e18);
        bytes32 outer = _schedule("outer", good);
        bytes32 later = _schedule("later", next);
        bytes32 failing = _schedule("failing", stale);
        vm.warp(block.timestamp + 4 days);
        meddler.willCall(address(timelock), _execution("failing", stale), false);
        _expectChange(good[0], 0.001e18, address(timelock), ChangePath.VOTE, outer);
        _execute("outer", good);
        assertEq(timelock.executing(), 0);
        assertEq(rules.trackOf(stale[0].key).holds, 1, "and what failed holds on");
        assertTrue(timelock.isOperationReady(failing));
        _expectChange(next[0], 2e18, address(timelock), ChangePath.VOTE, later);
        _execute("later", next);
        // In the same transaction the admin without the timelock is nobody's operation.
        vm.expectEmit(address(parameters));
        emit IRiskParameters.ParameterChanged(
            keyOf(Family.HEDGE_BAND, 3), 0.05e18, 0.06e18, address(this), ChangePath.VOTE, 0
        );
        parameters.change(one(Family.HEDGE_BAND, 3, 0.06e18), outer);
    }

    /// @notice A call that the AccessManager passes on for a vote bears the vote's operation.
    function test_P7_aVoteThroughTheAccessManagerIsNamed() public {
        VenueTerms memory venue = Presets.venue(1);
        venue.status = VenueStatus.SUSPENDED;
        bytes memory call =
            abi.encodeCall(parameters.setVenue, (MARKET, SPOKE, digestOf(Presets.venue(1)), venue));
        call = abi.encodeCall(manager.execute, (address(parameters), call));
        uint256 id = propose(address(manager), call);
        pass(id);
        governor.queue(id);
        vm.warp(governor.proposalEta(id));
        vm.recordLogs();
        governor.execute(id);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        uint256 found;
        for (uint256 i; i < logs.length; i++) {
            if (logs[i].topics[0] != IRiskParameters.TermsSet.selector) continue;
            assertEq(logs[i].topics[3], operationOf(address(manager), call));
            found++;
        }
        assertEq(found, 1);
    }

    /// @notice And no stranger has the AccessManager pass anything on, from within a vote either.
    function test_P7_noStrangerGoesThroughTheAccessManager() public {
        bytes memory call = abi.encodeCall(
            parameters.setVenue, (MARKET, SPOKE, digestOf(Presets.venue(1)), Presets.venue(1))
        );
        meddler.willCall(address(manager), abi.encodeCall(manager.execute, (address(parameters), call)), true);
        _schedule("outer", noChange);
        vm.warp(block.timestamp + 4 days);
        vm.expectRevert();
        _execute("outer", noChange);
    }

    function _expectChange(Change memory c, uint256 old, address actor, ChangePath path, bytes32 operation)
        private
    {
        vm.expectEmit(address(parameters));
        emit IRiskParameters.ParameterChanged(c.key, old, c.value, actor, path, operation);
    }

    /// @dev The meddler's turn, then these changes.
    function _calls(Change[] memory changes)
        private
        view
        returns (address[] memory targets, uint256[] memory values, bytes[] memory calls)
    {
        (targets, values, calls) = (new address[](2), new uint256[](2), new bytes[](2));
        (targets[0], calls[0]) = (address(meddler), abi.encodeCall(meddler.called, ()));
        (targets[1], calls[1]) =
        (address(parameters), abi.encodeCall(parameters.change, (changes, bytes32(0))));
    }

    function _schedule(bytes32 salt, Change[] memory changes) private returns (bytes32) {
        (address[] memory targets, uint256[] memory values, bytes[] memory calls) = _calls(changes);
        vm.prank(address(governor));
        timelock.scheduleBatch(targets, values, calls, 0, salt, 0);
        return timelock.hashOperationBatch(targets, values, calls, 0, salt);
    }

    function _execution(bytes32 salt, Change[] memory changes) private view returns (bytes memory) {
        (address[] memory targets, uint256[] memory values, bytes[] memory calls) = _calls(changes);
        return abi.encodeCall(timelock.executeBatch, (targets, values, calls, 0, salt));
    }

    function _execute(bytes32 salt, Change[] memory changes) private {
        (address[] memory targets, uint256[] memory values, bytes[] memory calls) = _calls(changes);
        timelock.executeBatch(targets, values, calls, 0, salt);
    }
}
