// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {Dao} from "./Dao.sol";

contract GovernorAttackTest is Dao {
    function test_tokensBorrowedDuringAVoteWeighNothing() public {
        uint256 id = propose(address(surface), setUpdaters(bob));
        vm.warp(governor.proposalSnapshot(id) + 1);
        // Half the supply, lent for the block of the vote.
        vm.prank(carol);
        token.transfer(stranger, SUPPLY / 2);
        vm.startPrank(stranger);
        token.delegate(stranger);
        assertEq(governor.castVote(id, 1), 0);
        token.transfer(carol, SUPPLY / 2);
        vm.stopPrank();
        (, uint256 inFavour,) = governor.proposalVotes(id);
        assertEq(inFavour, 0);
    }

    function test_tokensBorrowedInTheSecondOfTheSnapshotWeighNothing() public {
        uint256 id = propose(address(surface), setUpdaters(bob));
        vm.warp(governor.proposalSnapshot(id));
        vm.prank(carol);
        token.transfer(stranger, SUPPLY / 2);
        vm.startPrank(stranger);
        token.delegate(stranger);
        token.transfer(carol, SUPPLY / 2);
        vm.stopPrank();
        vm.warp(block.timestamp + 1);
        vm.prank(stranger);
        assertEq(governor.castVote(id, 1), 0);
    }

    /// @notice Votes count as of the second before: what is borrowed and given back in one transaction proposes nothing.
    function test_tokensBorrowedInOneTransactionProposeNothing() public {
        vm.prank(carol);
        token.transfer(stranger, SUPPLY / 2);
        vm.startPrank(stranger);
        token.delegate(stranger);
        vm.expectRevert(
            abi.encodeWithSelector(
                IGovernor.GovernorInsufficientProposerVotes.selector, stranger, 0, 100_000e18
            )
        );
        governor.propose(list(address(surface)), new uint256[](1), one(setUpdaters(bob)), "loan");
        vm.stopPrank();
    }

    function test_aQuorumReachedInTheLastSecondExtendsTheVote() public {
        uint256 id = propose(address(surface), setUpdaters(bob));
        uint256 deadline = governor.proposalDeadline(id);
        vm.warp(deadline - 1);
        vm.prank(bob);
        governor.castVote(id, 1);
        assertEq(governor.proposalDeadline(id), deadline - 1 + 1 days);
        vm.warp(deadline + 1);
        assertEq(uint256(governor.state(id)), uint256(IGovernor.ProposalState.Active));
    }

    /// @notice The extension is time to answer: whoever waits for the last second is outvoted in it, and it comes once.
    function test_aLateQuorumLeavesTimeToVoteAgainst() public {
        vm.prank(carol);
        token.delegate(carol);
        vm.warp(block.timestamp + 1);
        uint256 id = propose(address(surface), setUpdaters(bob));
        vm.warp(governor.proposalDeadline(id));
        vm.prank(bob);
        governor.castVote(id, 1);
        uint256 extended = governor.proposalDeadline(id);
        assertEq(extended, block.timestamp + 1 days);
        vm.warp(extended);
        vm.prank(carol);
        governor.castVote(id, 0);
        assertEq(governor.proposalDeadline(id), extended, "no second extension");
        vm.warp(extended + 1);
        assertEq(uint256(governor.state(id)), uint256(IGovernor.ProposalState.Defeated));
    }

    /// @notice Without the suffix a copy is the proposal itself, and its proposer may withdraw it: what the suffix is for.
    function test_aCopiedProposalIsTakenAwayOnlyWithoutTheSuffix() public {
        bytes memory call = setUpdaters(alice);
        vm.startPrank(bob);
        uint256 id = governor.propose(list(address(surface)), new uint256[](1), one(call), "plain");
        governor.cancel(list(address(surface)), new uint256[](1), one(call), keccak256("plain"));
        vm.stopPrank();
        vm.prank(alice);
        vm.expectRevert();
        governor.propose(list(address(surface)), new uint256[](1), one(call), "plain");
        assertEq(uint256(governor.state(id)), uint256(IGovernor.ProposalState.Canceled));
        string memory own = string.concat("plain#proposer=", Strings.toHexString(alice));
        vm.prank(alice);
        id = governor.propose(list(address(surface)), new uint256[](1), one(call), own);
        _cannotWithdraw(id, bob);
    }

    function test_aProposalForOneProposerCannotBeFrontRun() public {
        string memory text = string.concat("change#proposer=", Strings.toHexString(alice));
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorRestrictedProposer.selector, bob));
        governor.propose(list(address(surface)), new uint256[](1), one(setUpdaters(bob)), text);
        vm.prank(alice);
        governor.propose(list(address(surface)), new uint256[](1), one(setUpdaters(bob)), text);
    }

    function test_whoHoldsLessThanTheThresholdProposesNothing() public {
        vm.prank(stranger);
        vm.expectRevert(
            abi.encodeWithSelector(
                IGovernor.GovernorInsufficientProposerVotes.selector, stranger, 0, 100_000e18
            )
        );
        governor.propose(list(address(surface)), new uint256[](1), one(setUpdaters(bob)), "");
    }

    function test_nobodyReachesTheTimelockButTheGovernor() public {
        bytes32 role = timelock.PROPOSER_ROLE();
        assertTrue(timelock.hasRole(role, address(governor)));
        address[3] memory others = [address(this), stranger, guardian];
        for (uint256 i; i < others.length; i++) {
            vm.prank(others[i]);
            vm.expectRevert(
                abi.encodeWithSelector(
                    IAccessControl.AccessControlUnauthorizedAccount.selector, others[i], role
                )
            );
            timelock.schedule(address(surface), 0, setUpdaters(bob), 0, 0, 30 days);
        }
        assertFalse(timelock.hasRole(timelock.DEFAULT_ADMIN_ROLE(), address(this)));
    }

    /// @dev Draining the timelock, handing its roles on, taking the AccessManager: all unlisted, so all slow.
    function test_P12_everyRoundaboutWayToPowerIsTheSlowOne() public {
        address manager = surface.authority();
        address[4] memory targets = [address(timelock), manager, address(governor), stranger];
        bytes[4] memory calls;
        calls[0] = abi.encodeCall(timelock.grantRole, (timelock.PROPOSER_ROLE(), stranger));
        calls[1] = abi.encodeWithSignature("grantRole(uint64,address,uint32)", 0, stranger, 0);
        calls[2] = abi.encodeCall(governor.relay, (address(token), 0, ""));
        for (uint256 i; i < targets.length; i++) {
            assertEq(timelock.delayOf(list(targets[i]), one(calls[i])), 4 days);
        }
    }

    /// @notice Ether and tokens of the timelock leave as slowly as an upgrade, also behind a call that waits little, and the
    /// guardian may end it meanwhile.
    function test_P12_aProposalThatDrainsTheTimelockWaitsLongestAndCanBeEnded() public {
        vm.deal(address(timelock), 5 ether);
        vm.prank(carol);
        token.transfer(address(timelock), 1_000e18);
        address[] memory targets = new address[](3);
        uint256[] memory values = new uint256[](3);
        bytes[] memory calls = new bytes[](3);
        (targets[0], calls[0]) = (address(surface), setUpdaters(bob));
        (targets[1], values[1]) = (stranger, 5 ether);
        (targets[2], calls[2]) = (address(token), abi.encodeCall(token.transfer, (stranger, 1_000e18)));
        vm.prank(alice);
        uint256 id = governor.propose(targets, values, calls, "drain");
        pass(id);
        governor.queue(id);
        assertEq(governor.proposalEta(id), block.timestamp + 4 days);
        vm.warp(block.timestamp + 4 days - 1);
        vm.expectRevert();
        governor.execute(id);
        vm.prank(guardian);
        governor.cancel(id);
        vm.warp(block.timestamp + 1 days);
        vm.expectRevert();
        governor.execute(id);
        assertEq(stranger.balance, 0);
        assertEq(token.balanceOf(address(timelock)), 1_000e18);
    }

    function _cannotWithdraw(uint256 id, address who) private {
        vm.prank(who);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, id, who));
        governor.cancel(id);
    }
}
