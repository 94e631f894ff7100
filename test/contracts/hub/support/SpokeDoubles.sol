// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Kind} from "gimbal/types/Message.sol";

/// @notice Keeps what the hub sends to its spokes; delivers nothing. Gives back the value it is told not to take.
contract SentMessages {
    struct Sent {
        uint64 toChain;
        Kind kind;
        uint64 epoch;
        bytes body;
        uint256 value;
    }

    Sent[] internal _sent;
    uint256 public fee;

    function setFee(uint256 fee_) external {
        fee = fee_;
    }

    function send(uint64 toChain, Kind kind, uint64 epoch, bytes calldata body) external payable {
        _sent.push(Sent(toChain, kind, epoch, body, msg.value));
        if (msg.value > fee) payable(msg.sender).transfer(msg.value - fee);
    }

    function count() external view returns (uint256) {
        return _sent.length;
    }

    function last() external view returns (Sent memory) {
        return _sent[_sent.length - 1];
    }
}

/// @notice A bridge as far as its sender sees it: takes the tokens and a fee on top.
contract TakingBridge {
    IERC20 internal immutable token;
    mapping(uint64 chain => mapping(address to => uint256)) public sent;
    uint256 public feeRate;

    constructor(IERC20 token_) {
        token = token_;
    }

    function send(uint64 toChain, address to, uint256 amount) external payable returns (bytes32) {
        token.transferFrom(msg.sender, address(this), amount + feeOf(toChain, amount));
        sent[toChain][to] += amount;
        return keccak256(abi.encode(toChain, to, sent[toChain][to]));
    }

    function setFee(uint256 rate) external {
        feeRate = rate;
    }

    function feeOf(uint64, uint256 amount) public view returns (uint256) {
        return amount * feeRate / 1e18;
    }

    function release(address to, uint256 amount) external {
        token.transfer(to, amount);
    }
}

/// @notice Counts what it is told arrived.
contract CountingVault {
    uint256 public arrived;
    uint64 public from;

    function onArrival(uint64 fromChain, uint256 amount) external {
        from = fromChain;
        arrived += amount;
    }
}
