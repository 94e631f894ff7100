// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Kind} from "gimbal/types/Message.sol";
import {RemoteBatch, remoteLeaf} from "gimbal/types/Remote.sol";
import {ILocalGateway} from "gimbal/interfaces/ILocalGateway.sol";
import {RemoteFixture} from "./RemoteFixture.sol";

/// @notice Votes, a lossy channel, two honest families of which either may be late, a third that attests whatever it likes, a
/// guardian and strangers, in any order.
contract RemoteCampaignTest is RemoteFixture {
    bytes[] private _sent;
    mapping(uint64 number => bytes32) private _scheduled;

    /// forge-config: default.fuzz.runs = 24
    function testFuzz_P10_onlyWhatWasVotedIsScheduledAndOnce(uint256 seed) public {
        for (uint256 i; i < 40; i++) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            _act(draw % 8, draw >> 8);
            _check();
        }
        // Once messages arrive again, whatever is voted reaches the spoke.
        RemoteBatch memory last = send(setTarget(makeAddr("last")));
        carry(2);
        schedule(last);
    }

    function _act(uint256 what, uint256 draw) private {
        if (what == 0) {
            _sent.push(abi.encode(send(setTarget(address(uint160(draw))))));
        } else if (what == 1 && _sent.length > 0) {
            uint64 number = _any(draw).number;
            try outbox.revoke(SPOKE, number) {} catch {}
        } else if (what == 2 && _sent.length > 0) {
            // Either honest family, now or never.
            _deliver(uint8(draw % 2), outbox.outgoing(SPOKE).epoch, outbox.outgoing(SPOKE).root);
        } else if (what == 3) {
            uint64 epoch = uint64(draw % 2 == 0 ? (draw >> 1) % 50 : draw >> 192);
            _deliver(2, epoch, draw % 3 == 0 ? _forgedRoot(draw) : bytes32(draw));
        } else if (what == 4 && _sent.length > 0) {
            _take(_any(draw));
        } else if (what == 5) {
            _take(_forged(draw));
        } else if (what == 6) {
            vm.warp(block.timestamp + draw % 3 days);
        } else if (_sent.length > 0) {
            bytes32[] memory operations = new bytes32[](1);
            operations[0] = remote.operationOf(_any(draw).number);
            vm.prank(guardian);
            try remote.cancel(operations) {} catch {}
        }
    }

    function _any(uint256 draw) private view returns (RemoteBatch memory) {
        return abi.decode(_sent[draw % _sent.length], (RemoteBatch));
    }

    function _deliver(uint8 family, uint64 epoch, bytes32 root) private {
        ILocalGateway.Packet memory p =
            packet(family, abi.encode(SPOKE, Kind.REMOTE, epoch, abi.encode(root)));
        try this.deliverExternally(family, p) {} catch {}
    }

    function deliverExternally(uint8 family, ILocalGateway.Packet memory p) external {
        deliver(family, p);
    }

    function _take(RemoteBatch memory batch) private {
        bytes32[] memory proof;
        try outbox.proof(SPOKE, batch.number) returns (bytes32[] memory found) {
            proof = found;
        } catch {}
        try remote.schedule(batch, proof) returns (bytes32 operation) {
            assertEq(_scheduled[batch.number], 0);
            _scheduled[batch.number] = operation;
            assertLe(block.timestamp, batch.expiry);
            assertEq(remoteLeaf(batch), remoteLeaf(abi.decode(_sent[batch.number - 1], (RemoteBatch))));
        } catch {}
    }

    function _forged(uint256 draw) private view returns (RemoteBatch memory) {
        uint64 number = uint64(draw % (_sent.length + 3)) + 1;
        return RemoteBatch(SPOKE, number, 0, type(uint64).max, setTarget(address(0xBAD)));
    }

    function _forgedRoot(uint256 draw) private view returns (bytes32 node) {
        node = remoteLeaf(_forged(draw));
        for (uint256 i; i < 32; i++) {
            node = keccak256(abi.encode(node, bytes32(0)));
        }
    }

    function _check() private view {
        for (uint64 n = 1; n <= _sent.length + 3; n++) {
            assertEq(remote.operationOf(n), _scheduled[n]);
        }
        assertFalse(remote.isTarget(address(0xBAD)));
    }
}
