// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IParameterRules} from "gimbal/interfaces/IParameterRules.sol";
import {Change, Family, ParameterKey, parameterKey} from "gimbal/types/Parameter.sol";
import {Meddler} from "./Meddler.sol";
import {VotedParameters} from "./VotedParameters.sol";

/// @notice Attempts to make a hold outlast its operation, or end before it.
contract HoldAttackTest is VotedParameters {
    ParameterKey private key = keyOf(Family.HEDGE_BAND, 0);
    Meddler private meddler;

    function setUp() public override {
        super.setUp();
        meddler = new Meddler();
    }

    /// @notice The same operation scheduled again after a cancellation holds once, not twice and not never.
    function test_P8_anOperationScheduledAgainHoldsOnce() public {
        (address[] memory targets, bytes[] memory calls) = _vote(_raise());
        bytes32 operation = timelock.hashOperationBatch(targets, new uint256[](1), calls, 0, "again");
        vm.startPrank(address(governor));
        for (uint256 i; i < 3; i++) {
            timelock.scheduleBatch(targets, new uint256[](1), calls, 0, "again", 0);
            assertEq(_holds(), 1);
            timelock.cancel(operation);
            assertEq(_holds(), 0);
        }
        timelock.scheduleBatch(targets, new uint256[](1), calls, 0, "again", 0);
        vm.stopPrank();
        vm.warp(block.timestamp + 1 days);
        timelock.executeBatch(targets, new uint256[](1), calls, 0, "again");
        assertEq(_holds(), 0);
        // Done is done: neither a cancellation nor a second execution releases what others hold.
        vm.startPrank(address(governor));
        timelock.scheduleBatch(targets, new uint256[](1), calls, 0, "other", 0);
        vm.expectRevert();
        timelock.cancel(operation);
        vm.expectRevert();
        timelock.executeBatch(targets, new uint256[](1), calls, 0, "again");
        vm.stopPrank();
        assertEq(_holds(), 1);
    }

    /// @notice One call alone and as a batch are two operations: each has a hold, and ends only its own.
    function test_P8_aCallAloneAndInABatchHoldEachForItself() public {
        bytes memory call = abi.encodeCall(parameters.change, (_raise(), 0));
        address target = address(parameters);
        vm.startPrank(address(governor));
        timelock.schedule(target, 0, call, 0, 0, 0);
        timelock.scheduleBatch(list(target), new uint256[](1), one(call), 0, 0, 0);
        assertEq(_holds(), 2);
        timelock.cancel(timelock.hashOperation(target, 0, call, 0, 0));
        assertEq(_holds(), 1);
        vm.expectRevert();
        timelock.execute(target, 0, call, 0, 0);
        vm.stopPrank();
        assertEq(_holds(), 1);
    }

    /// @notice An execution that fails, too early or before its predecessor, frees nothing.
    function test_P8_anExecutionThatFailsFreesNothing() public {
        (address[] memory targets, bytes[] memory calls) = _vote(_raise());
        bytes32 first = timelock.hashOperationBatch(targets, new uint256[](1), calls, 0, "first");
        vm.startPrank(address(governor));
        timelock.scheduleBatch(targets, new uint256[](1), calls, 0, "first", 0);
        timelock.scheduleBatch(targets, new uint256[](1), calls, first, "second", 0);
        vm.stopPrank();
        assertFalse(_tries(targets, calls, 0, "first"), "too early");
        vm.warp(block.timestamp + 1 days);
        assertFalse(_tries(targets, calls, first, "second"), "before its predecessor");
        assertEq(_holds(), 2);
        vm.prank(address(governor));
        timelock.cancel(first);
        // It can never be executed now; the hold ends by cancellation, or by anyone after two weeks.
        assertFalse(_tries(targets, calls, first, "second"), "without its predecessor");
        assertEq(_holds(), 1);
        vm.warp(block.timestamp + timelock.LIFE());
        timelock.lapse(timelock.hashOperationBatch(targets, new uint256[](1), calls, first, "second"));
        assertEq(_holds(), 0);
    }

    /// @notice Whoever an operation calls may not end it or do it within itself: it fails whole, and its hold stands.
    function test_P8_whatAnOperationCallsCannotEndIt() public {
        (address[] memory targets, bytes[] memory calls) = _withMeddler(_raise());
        bytes32 operation = timelock.hashOperationBatch(targets, new uint256[](2), calls, 0, "called");
        vm.prank(address(governor));
        timelock.scheduleBatch(targets, new uint256[](2), calls, 0, "called", 0);
        vm.warp(block.timestamp + 4 days + timelock.LIFE());
        bytes memory again =
            abi.encodeCall(timelock.executeBatch, (targets, new uint256[](2), calls, 0, "called"));
        bytes[2] memory acts = [abi.encodeCall(timelock.lapse, (operation)), again];
        for (uint256 i; i < acts.length; i++) {
            meddler.willCall(address(timelock), acts[i], true);
            vm.expectRevert(
                abi.encodeWithSelector(
                    TimelockController.TimelockUnexpectedOperationState.selector,
                    operation,
                    bytes32(1 << uint8(TimelockController.OperationState.Ready))
                )
            );
            timelock.executeBatch(targets, new uint256[](2), calls, 0, "called");
            assertEq(_holds(), 1);
            assertTrue(timelock.isOperationReady(operation));
        }
    }

    /// @notice A step carried out from within the operation that has just freed its field, before the field is changed: the
    /// operation finds the value moved, and both fail.
    function test_P8_aStepFromWithinAnOperationCannotUndercutIt() public {
        Change[] memory voted = _raise();
        (voted[0].expected, voted[0].tolerance) = (10e18, 0);
        (address[] memory targets, bytes[] memory calls) = _withMeddler(voted);
        vm.prank(address(governor));
        timelock.scheduleBatch(targets, new uint256[](2), calls, 0, "under", 0);
        vm.warp(block.timestamp + 4 days);
        Change[] memory small = one(Family.HEDGE_BAND, 0, 10.5e18);
        propose(small, "within");
        vm.warp(block.timestamp + 1 hours);
        meddler.willCall(address(steward), abi.encodeCall(steward.execute, (small, "within")), true);
        vm.expectRevert();
        timelock.executeBatch(targets, new uint256[](2), calls, 0, "under");
        assertEq(parameters.hedgeBand(MARKET, SPOKE).riskAversion, 10e18);
        assertEq(_holds(), 1);
    }

    /// @notice A second spelling of a field holds a track of its own: it neither keeps the steward away nor is ever executed.
    function test_P8_anotherSpellingOfAFieldHoldsNothing() public {
        Change[] memory changes = _raise();
        changes[0].key = ParameterKey.wrap(ParameterKey.unwrap(key) | bytes32(uint256(1)));
        (address[] memory targets, bytes[] memory calls) = _vote(changes);
        vm.prank(address(governor));
        timelock.scheduleBatch(targets, new uint256[](1), calls, 0, "spelt", 0);
        assertEq(_holds(), 0);
        step(one(Family.HEDGE_BAND, 0, 10.5e18), "free");
        vm.warp(block.timestamp + 1 days);
        vm.expectRevert(abi.encodeWithSelector(IParameterRules.UnknownField.selector, changes[0].key));
        timelock.executeBatch(targets, new uint256[](1), calls, 0, "spelt");
    }

    /// @notice A vote that frees a field by hand does not leave what had held it stuck for good.
    function test_P8_whatAVoteFreedByHandIsExecutedAndCancelled() public {
        (address[] memory targets, bytes[] memory calls) = _vote(_raise());
        vm.startPrank(address(governor));
        timelock.scheduleBatch(targets, new uint256[](1), calls, 0, "a", 0);
        timelock.scheduleBatch(targets, new uint256[](1), calls, 0, "b", 0);
        vm.stopPrank();
        ParameterKey[] memory keys = new ParameterKey[](2);
        (keys[0], keys[1]) = (key, key);
        vm.prank(address(timelock));
        rules.release(keys);
        assertEq(_holds(), 0);
        vm.warp(block.timestamp + 1 days);
        timelock.executeBatch(targets, new uint256[](1), calls, 0, "a");
        bytes32 operation = timelock.hashOperationBatch(targets, new uint256[](1), calls, 0, "b");
        vm.prank(address(governor));
        timelock.cancel(operation);
        assertEq(_holds(), 0);
    }

    /// @notice Accepted: a timelock whose role at the rules a vote took away ends no hold before it has the role again.
    function test_P12_withoutItsRoleATimelockEndsNoHold() public {
        (address[] memory targets, bytes[] memory calls) = _vote(_raise());
        vm.prank(address(governor));
        timelock.scheduleBatch(targets, new uint256[](1), calls, 0, "role", 0);
        bytes32 operation = timelock.hashOperationBatch(targets, new uint256[](1), calls, 0, "role");
        uint64 role = manager.getTargetFunctionRole(address(rules), rules.release.selector);
        manager.revokeRole(role, address(timelock));
        vm.warp(block.timestamp + 1 days);
        assertFalse(_tries(targets, calls, 0, "role"));
        vm.prank(address(governor));
        vm.expectRevert();
        timelock.cancel(operation);
        manager.grantRole(role, address(timelock), 0);
        assertTrue(_tries(targets, calls, 0, "role"));
        assertEq(_holds(), 0);
    }

    /// @notice What passed long ago and nobody queued is not a stranger's to queue on the day on which the guardian is needed.
    function test_P7_aVoteOfLongAgoIsNotQueuedToKeepTheGuardianAway() public {
        uint256 id = proposeChange(one(Family.THRESHOLDS, 0, 1.3e18), "old");
        pass(id);
        uint256 last = governor.proposalDeadline(id) + governor.QUEUE_LIFE();
        vm.warp(last);
        assertEq(uint256(governor.state(id)), uint256(IGovernor.ProposalState.Succeeded));
        vm.warp(last + 1);
        assertEq(uint256(governor.state(id)), uint256(IGovernor.ProposalState.Expired));
        vm.prank(stranger);
        vm.expectRevert(
            abi.encodeWithSelector(
                IGovernor.GovernorUnexpectedProposalState.selector,
                id,
                IGovernor.ProposalState.Expired,
                bytes32(1 << uint8(IGovernor.ProposalState.Succeeded))
            )
        );
        governor.queue(id);
        vm.prank(watch);
        keeper.tighten(one(Family.THRESHOLDS, 0, 2e18), 0);
    }

    /// @notice However many fields: what can be put forward can be queued, and what is queued costs less than half of that to
    /// cancel. `--isolate` logs what transactions cost.
    function test_P8_whatCanBeQueuedCanBeCancelled() public {
        uint256 count = 100;
        Change[] memory many = new Change[](count);
        for (uint32 i; i < count; i++) {
            many[i] = Change(parameterKey(Family.VENUE, 5, MARKET, SPOKE, i + 1), 10e18, 10e18, 1e18);
        }
        uint256 id = proposeChange(many, "many");
        uint256 put = _logged("propose");
        pass(id);
        governor.queue(id);
        uint256 queued = _logged("queue");
        vm.prank(guardian);
        governor.cancel(id);
        uint256 cancelled = _logged("cancel");
        assertLt(queued, put);
        assertLt(2 * cancelled, queued);
    }

    function _logged(string memory what) private returns (uint256 gas) {
        gas = vm.lastCallGas().gasTotalUsed;
        emit log_named_uint(string.concat(what, ", gas of 100 fields"), gas);
    }

    function _raise() private pure returns (Change[] memory) {
        return one(Family.HEDGE_BAND, 0, 11e18);
    }

    function _vote(Change[] memory changes)
        private
        view
        returns (address[] memory targets, bytes[] memory calls)
    {
        return (list(address(parameters)), one(abi.encodeCall(parameters.change, (changes, 0))));
    }

    function _withMeddler(Change[] memory changes)
        private
        view
        returns (address[] memory targets, bytes[] memory calls)
    {
        (targets, calls) = (new address[](2), new bytes[](2));
        (targets[0], calls[0]) = (address(meddler), abi.encodeCall(meddler.called, ()));
        (targets[1], calls[1]) =
        (address(parameters), abi.encodeCall(parameters.change, (changes, bytes32(0))));
    }

    function _tries(address[] memory targets, bytes[] memory calls, bytes32 predecessor, bytes32 salt)
        private
        returns (bool done)
    {
        uint256[] memory values = new uint256[](targets.length);
        (done,) = address(timelock)
            .call(abi.encodeCall(timelock.executeBatch, (targets, values, calls, predecessor, salt)));
    }

    function _holds() private view returns (uint256) {
        return rules.trackOf(key).holds;
    }
}
