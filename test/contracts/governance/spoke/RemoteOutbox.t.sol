// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IERC7786GatewaySource} from "@openzeppelin/contracts/interfaces/draft-IERC7786.sol";
import {IHedgeTransport} from "gimbal/interfaces/IHedgeTransport.sol";
import {IRemoteExecutor} from "gimbal/interfaces/IRemoteExecutor.sol";
import {IRemoteOutbox} from "gimbal/interfaces/IRemoteOutbox.sol";
import {Kind} from "gimbal/types/Message.sol";
import {RemoteBatch, RemoteCall, remoteLeaf} from "gimbal/types/Remote.sol";
import {RemoteFixture} from "./RemoteFixture.sol";

/// @notice Takes a fee of its own for each message, and numbers them.
contract PaidGateway is IERC7786GatewaySource {
    uint256 private constant FEE = 3 gwei;
    uint256 public count;

    error FeeTooLow(uint256 value);

    function supportsAttribute(bytes4) external pure returns (bool) {
        return false;
    }

    function sendMessage(bytes calldata, bytes calldata, bytes[] calldata)
        external
        payable
        returns (bytes32)
    {
        if (msg.value < FEE) revert FeeTooLow(msg.value);
        return bytes32(++count);
    }
}

contract RemoteOutboxTest is RemoteFixture {
    function test_aBatchIsKeptWithItsMessageAndProof() public {
        RemoteBatch memory batch = send(setTarget(stranger));
        assertEq(batch.number, 1);
        assertEq(outbox.leafOf(SPOKE, 1), remoteLeaf(batch));
        IRemoteOutbox.Outgoing memory out = outbox.outgoing(SPOKE);
        assertEq(out.count, 1);
        assertEq(out.epoch, 1);
        bytes32 digest = keccak256(abi.encode(out.root));
        assertEq(out.messageId, keccak256(abi.encode(HUB, Kind.REMOTE, uint64(1), digest)));
        carry(1);
        (uint256 votes,) = spoke.transport.votes(HUB, Kind.REMOTE, 1, digest);
        assertEq(votes, 1);
    }

    function test_onlyTheTimelockOfTheHubSends() public {
        bytes memory refusal =
            abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        RemoteCall[] memory calls = setTarget(stranger);
        vm.startPrank(stranger);
        vm.expectRevert(refusal);
        outbox.send(SPOKE, calls, 0, LIFE);
        vm.expectRevert(refusal);
        outbox.revoke(SPOKE, 1);
        vm.stopPrank();
    }

    /// @notice Of a proposal for many chains, one bridge may be down: the vote stands, and the message is sent later.
    function test_P10_aBridgeThatFailsUndoesNoVote() public {
        for (uint8 f; f < FAMILIES; f++) {
            vm.mockCallRevert(
                address(hub.gateways[f]),
                abi.encodeWithSelector(IERC7786GatewaySource.sendMessage.selector),
                "down"
            );
        }
        vm.expectEmit();
        emit IRemoteOutbox.SendFailed(
            SPOKE, 1, abi.encodeWithSelector(IHedgeTransport.NothingSent.selector, SPOKE, Kind.REMOTE, 1)
        );
        RemoteBatch memory batch = send(setTarget(stranger));
        vm.clearMockedCalls();
        vm.recordLogs();
        vm.prank(stranger);
        outbox.resend(SPOKE);
        assertEq(hub.gateways[0].nonce(), 1);
        carry(2);
        schedule(batch);
    }

    /// @notice With whatever gas it is executed: it fails, or every gateway has heard of it.
    function test_P10_whoExecutesAVoteCannotStarveItsMessage() public {
        bytes memory call = abi.encodeCall(outbox.send, (SPOKE, setTarget(stranger), 0, LIFE));
        uint256 passed;
        for (uint256 gas_ = 100_000; gas_ < 2_000_000; gas_ += 25_000) {
            uint256 snapshot = vm.snapshotState();
            (bool ok,) = address(outbox).call{gas: gas_}(call);
            for (uint8 f; ok && f < FAMILIES; f++) {
                assertEq(hub.gateways[f].nonce(), 1);
            }
            if (ok) passed++;
            vm.revertToState(snapshot);
        }
        assertGt(passed, 0);
    }

    function test_whateverWasLostTheNextMessageBrings() public {
        RemoteBatch memory lost = send(setTarget(stranger));
        RemoteBatch memory next = send(setTarget(address(this)));
        carry(2);
        schedule(lost);
        schedule(next);
    }

    function test_gatewaysArePaidAndTheRestComesBack() public {
        PaidGateway paid = new PaidGateway();
        hub.transport.setGateway(address(paid), 5, true);
        RemoteCall[] memory calls = setTarget(stranger);
        vm.deal(address(this), 1 ether);
        // Local gateways take no value, so of four equal parts one is kept.
        vm.expectEmit();
        emit IHedgeTransport.GatewayTook(address(paid), SPOKE, Kind.REMOTE, 1, bytes32(uint256(1)));
        outbox.send{value: 40 gwei}(SPOKE, calls, 0, LIFE);
        assertEq(address(paid).balance, 10 gwei);
        assertEq(address(this).balance, 1 ether - 10 gwei);
        assertEq(address(outbox).balance, 0);
        outbox.resend{value: 12 gwei}(SPOKE);
        assertEq(paid.count(), 2);
        assertEq(address(this).balance, 1 ether - 13 gwei);
    }

    function test_aRevokedBatchIsNotScheduledAnyMore() public {
        RemoteBatch memory batch = send(setTarget(stranger));
        bytes32[] memory proof = outbox.proof(SPOKE, 1);
        outbox.revoke(SPOKE, 1);
        carry(2);
        vm.expectRevert(
            abi.encodeWithSelector(
                IRemoteExecutor.NotUnderRoot.selector, uint64(1), outbox.outgoing(SPOKE).root
            )
        );
        remote.schedule(batch, proof);
        vm.expectRevert(abi.encodeWithSelector(IRemoteOutbox.UnknownBatch.selector, SPOKE, uint64(1)));
        outbox.revoke(SPOKE, 1);
    }

    function test_P3_aReorganisedRootIsRepairedByAnyone() public {
        RemoteBatch memory batch = send(setTarget(stranger));
        bytes memory undone = abi.encode(bytes32("undone"));
        attest(0, Kind.REMOTE, 1, undone);
        attest(1, Kind.REMOTE, 1, undone);
        carry(2);
        (, bytes32 root) = remote.confirmedRoot();
        assertEq(root, "undone");
        vm.startPrank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IRemoteOutbox.TooSoon.selector, START, START + 1 days));
        outbox.renew(SPOKE);
        vm.warp(START + 1 days);
        outbox.renew(SPOKE);
        vm.stopPrank();
        carry(2);
        schedule(batch);
    }

    function test_badBatchesAreRefused() public {
        RemoteCall[] memory calls = setTarget(stranger);
        vm.expectRevert(IRemoteOutbox.NoCalls.selector);
        outbox.send(SPOKE, new RemoteCall[](0), 0, LIFE);
        vm.expectRevert(abi.encodeWithSelector(IRemoteOutbox.TooManyCalls.selector, 33, 32));
        outbox.send(SPOKE, new RemoteCall[](33), 0, LIFE);
        vm.expectRevert(abi.encodeWithSelector(IRemoteOutbox.LifeOutOfRange.selector, 1, 1 hours, 90 days));
        outbox.send(SPOKE, calls, 0, 1);
        vm.expectRevert(abi.encodeWithSelector(IRemoteOutbox.UnknownChain.selector, HUB));
        outbox.send(HUB, calls, 0, LIFE);
        vm.expectRevert(abi.encodeWithSelector(IRemoteOutbox.UnknownBatch.selector, SPOKE, uint64(1)));
        outbox.send(SPOKE, calls, 1, LIFE);
        vm.expectRevert(abi.encodeWithSelector(IRemoteOutbox.UnknownChain.selector, SPOKE));
        outbox.resend(SPOKE);
    }
}
