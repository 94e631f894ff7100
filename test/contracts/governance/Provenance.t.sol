// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {Fields} from "gimbal/risk/Fields.sol";
import {HedgeBand, VenueStatus, VenueTerms} from "gimbal/types/Config.sol";
import {Change, ChangePath, Family, ParameterKey} from "gimbal/types/Parameter.sol";
import {Presets} from "../risk/support/Presets.sol";
import {VotedParameters} from "./VotedParameters.sol";

/// @notice Every event of a change names who made it, on which path, and the operation behind it.
contract ProvenanceTest is VotedParameters {
    function test_P7_aVoteIsNamedByItsOperation() public {
        Change[] memory changes = one(Family.HEDGE_BAND, 0, 11e18);
        // Whatever the calldata claims.
        bytes memory call = abi.encodeCall(parameters.change, (changes, "another"));
        bytes32 operation = operationOf(address(parameters), call);
        uint256 id = _due(address(parameters), call);
        HedgeBand memory band = Presets.band();
        uint256[] memory old = Fields.row(band);
        band.riskAversion = 11e18;
        _expectTerms(Family.HEDGE_BAND, old, Fields.row(band), operation);
        vm.expectEmit(address(parameters));
        emit IRiskParameters.ParameterChanged(
            changes[0].key, 10e18, 11e18, address(timelock), ChangePath.VOTE, operation
        );
        _expectConfig(parameters.version(SPOKE) + 1, operation);
        governor.execute(id);
        assertEq(timelock.executing(), 0, "nothing once it is done");
    }

    function test_P7_aVenueAndScenariosAreNamedAsWell() public {
        VenueTerms memory venue = Presets.venue(1);
        venue.status = VenueStatus.SUSPENDED;
        bytes memory call =
            abi.encodeCall(parameters.setVenue, (MARKET, SPOKE, digestOf(Presets.venue(1)), venue));
        bytes32 operation = operationOf(address(parameters), call);
        uint256 id = _due(address(parameters), call);
        _expectTerms(Family.VENUE, Fields.row(Presets.venue(1)), Fields.row(venue), operation);
        _expectConfig(parameters.version(SPOKE) + 1, operation);
        governor.execute(id);

        call = abi.encodeCall(
            parameters.setScenarios, (MARKET, digestOf(Presets.scenarios()), Presets.scenarios())
        );
        operation = operationOf(address(parameters), call);
        id = _due(address(parameters), call);
        vm.expectEmit(address(parameters));
        emit IRiskParameters.ScenariosSet(
            MARKET, Presets.scenarios(), Presets.scenarios(), address(timelock), ChangePath.VOTE, operation
        );
        governor.execute(id);
    }

    /// @notice A vote that carries a step out: the step is the steward's, what the vote changes is the vote's.
    function test_P7_aStepWithinAVoteIsTheStewards() public {
        Change[] memory small = one(Family.HEDGE_BAND, 0, 10.5e18);
        Change[] memory large = one(Family.HEDGE_BAND, 1, 0.0009e18);
        address[] memory targets = new address[](2);
        bytes[] memory calls = new bytes[](2);
        (targets[0], calls[0]) = (address(steward), abi.encodeCall(steward.execute, (small, "within")));
        (targets[1], calls[1]) = (address(parameters), abi.encodeCall(parameters.change, (large, 0)));
        vm.prank(alice);
        uint256 id = governor.propose(targets, new uint256[](2), calls, "both");
        pass(id);
        governor.queue(id);
        vm.warp(governor.proposalEta(id));
        bytes32 stepId = propose(small, "within");
        vm.warp(block.timestamp + 1 hours);
        bytes32 salt = bytes20(address(governor)) ^ keccak256("both");
        bytes32 operation = timelock.hashOperationBatch(targets, new uint256[](2), calls, 0, salt);
        vm.expectEmit(address(parameters));
        emit IRiskParameters.ParameterChanged(
            small[0].key, 10e18, 10.5e18, address(steward), ChangePath.STEWARD, stepId
        );
        vm.expectEmit(address(parameters));
        emit IRiskParameters.ParameterChanged(
            large[0].key, 0.001e18, 0.0009e18, address(timelock), ChangePath.VOTE, operation
        );
        governor.execute(id);
    }

    /// @notice An operation that executes another: each change bears the name of its own, before and after.
    function test_P7_anOperationWithinAnotherKeepsItsName() public {
        bytes memory inner =
            abi.encodeCall(parameters.change, (one(Family.HEDGE_BAND, 1, 0.0009e18), bytes32(0)));
        uint256 a = _due(address(parameters), inner);
        bytes32 innerOperation = operationOf(address(parameters), inner);
        address[] memory targets = new address[](2);
        bytes[] memory calls = new bytes[](2);
        targets[0] = address(timelock);
        bytes32 salt = bytes20(address(governor)) ^ keccak256("change");
        calls[0] = abi.encodeCall(
            timelock.executeBatch, (list(address(parameters)), new uint256[](1), one(inner), 0, salt)
        );
        targets[1] = address(parameters);
        calls[1] = abi.encodeCall(parameters.change, (one(Family.HEDGE_BAND, 0, 11e18), bytes32(0)));
        vm.prank(alice);
        uint256 b = governor.propose(targets, new uint256[](2), calls, "outer");
        pass(b);
        governor.queue(b);
        vm.warp(governor.proposalEta(b));
        bytes32 outer = timelock.hashOperationBatch(
            targets, new uint256[](2), calls, 0, bytes20(address(governor)) ^ keccak256("outer")
        );
        vm.expectEmit(address(parameters));
        emit IRiskParameters.ParameterChanged(
            keyOf(Family.HEDGE_BAND, 1),
            0.001e18,
            0.0009e18,
            address(timelock),
            ChangePath.VOTE,
            innerOperation
        );
        vm.expectEmit(address(parameters));
        emit IRiskParameters.ParameterChanged(
            keyOf(Family.HEDGE_BAND, 0), 10e18, 11e18, address(timelock), ChangePath.VOTE, outer
        );
        governor.execute(b);
        assertEq(uint256(governor.state(a)), 7, "executed within the other");
    }

    function _due(address target, bytes memory call) private returns (uint256 id) {
        id = propose(target, call);
        pass(id);
        governor.queue(id);
        vm.warp(governor.proposalEta(id));
    }

    function _expectTerms(Family family, uint256[] memory old, uint256[] memory current, bytes32 operation)
        private
    {
        vm.expectEmit(address(parameters));
        emit IRiskParameters.TermsSet(
            keyOf(family, 0), old, current, address(timelock), ChangePath.VOTE, operation
        );
    }

    /// @dev What it digests is the snapshot's affair.
    function _expectConfig(uint64 version, bytes32 operation) private {
        vm.expectEmit(true, true, true, false, address(parameters));
        emit IRiskParameters.ConfigChanged(SPOKE, version, 0, address(timelock), ChangePath.VOTE, operation);
    }
}
